{#- A name as it is compared; what that means stands in _macros.yml. -#}
{% macro fold_name(column) -%}
    {%- set variants = {
        'a': 'àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặə', 'b': 'ḃḅḇ', 'c': 'çćĉċčḉ', 'd': 'ďḋḍḏḑḓđð',
        'e': 'èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ', 'f': 'ḟ', 'g': 'ĝğġģǧǵḡ', 'h': 'ĥȟḣḥḧḩḫẖħ',
        'i': 'ìíîïĩīĭįǐȉȋḭḯỉịı', 'j': 'ĵǰ', 'k': 'ķǩḱḳḵ', 'l': 'ĺļľḷḹḻḽł', 'm': 'ḿṁṃ',
        'n': 'ñńņňǹṅṇṉṋ', 'o': 'òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợø', 'p': 'ṕṗ', 'r': 'ŕŗřȑȓṙṛṝṟ',
        's': 'śŝşšșṡṣṥṧṩ', 't': 'ţťțṫṭṯṱẗŧ', 'u': 'ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự', 'v': 'ṽṿ',
        'w': 'ŵẁẃẅẇẉẘ', 'x': 'ẋẍ', 'y': 'ýÿŷȳẏẙỳỵỷỹ', 'z': 'źżžẑẓẕ',
        'ا': 'أإآٱ', 'و': 'ؤ', 'ي': 'ئىیې', 'ه': 'ةھہەۀۃ', 'ك': 'کڪ',
        ' ': '-‐‑‒–—−.,_/\u00a0\t',
    } -%}
    {%- set ligatures = {'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'þ': 'th'} -%}
    {#- apostrophes, hamza, tatweel, Arabic vowel signs, loose accents, marks without width -#}
    {%- set removed = "''’‘ʼʻʾʿ`´′ءـ\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff" -%}
    {%- set folded = namespace(sql="lower(" ~ column ~ ")", from='', to='') -%}
    {%- set folded.sql = replace_all(folded.sql, "'[" ~ removed ~ "]'", "''") -%}
    {%- for ligature, letters in ligatures.items() -%}
        {%- set folded.sql = "replace(" ~ folded.sql ~ ", '" ~ ligature ~ "', '" ~ letters ~ "')" -%}
    {%- endfor -%}
    {%- for letter, others in variants.items() -%}
        {%- set folded.from = folded.from ~ others -%}
        {%- set folded.to = folded.to ~ letter * (others | length) -%}
    {%- endfor -%}
    {#- most names need none of this, which is slow -#}
    case
        when regexp_extract({{ column }}, '^[A-Za-z0-9]+( [A-Za-z0-9]+)*$', 0) = {{ column }} then nullif(lower({{ column }}), '')
        else nullif(trim({{ replace_all("translate(" ~ folded.sql ~ ", '" ~ folded.from ~ "', '" ~ folded.to ~ "')", "' +'", "' '") }}), '')
    end
{%- endmacro %}
