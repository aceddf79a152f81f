{% macro csv_reader(table, file) %}
    {#- How to read a CSV file, once every line of it has been read. Nothing is guessed: DuckDB's guess leaves out what does not fit it. -#}
    {{ return(adapter.dispatch('csv_reader')(table, file)) }}
{% endmacro %}

{% macro duckdb__csv_reader(table, file) %}
    {% set width = csv_width(table, file) %}
    {% set lines = read_csv_as(file, range(width), 'header = false, store_rejects = true') %}
    {% do run_query('select count(*), bit_xor(hash(raw)) from ' ~ lines ~ ' as raw') %}
    {% set rejects = run_query(
        'select errors.line, errors.error_message from reject_errors as errors inner join reject_scans as scans'
        ~ " on errors.scan_id = scans.scan_id and errors.file_id = scans.file_id where scans.file_path = '"
        ~ file | replace("'", "''") ~ "' order by 1, 2 limit 1").rows %}
    {% for reject in rejects %}
        {% do refuse_file(table, file, 'line ' ~ reject[0] ~ ': ' ~ reject[1]) %}
    {% endfor %}
    {% set names = [] %}
    {% for value in run_query('select * from ' ~ read_csv_as(file, range(width), 'header = false') ~ ' limit 1').rows[0].values() %}
        {% set name = (value or '') | trim or 'column' ~ loop.index0 %}
        {% do refuse_file(table, file, 'its header has the column ' ~ name ~ ' twice') if name | lower in names | map('lower') %}
        {% do names.append(name) %}
    {% endfor %}
    {{ return(read_csv_as(file, names, 'header = true')) }}
{% endmacro %}

{% macro read_csv_as(file, names, options) %}
    {% set columns = [] %}
    {% for name in names %}
        {% do columns.append("'" ~ name | string | replace("'", "''") ~ "': 'VARCHAR'") %}
    {% endfor %}
    {{ return("read_csv('" ~ file | replace("'", "''") ~ "', auto_detect = false, columns = {" ~ columns | join(', ')
        ~ "}, delim = ',', quote = '\"', escape = '\"', comment = '', " ~ options ~ ')') }}
{% endmacro %}

{% macro csv_width(table, file) %}
    {#- How many fields the first line of a CSV file has. Lines that are no text are passed over here, and refused when all is read. -#}
    {% set first = run_query(
        "select contains(line, chr(0)), length(regexp_replace(coalesce(line, ''), '\"[^\"]*\"|[^,]', '', 'g')) + 1"
        ~ " from read_csv('" ~ file | replace("'", "''") ~ "', auto_detect = false, columns = {'line': 'VARCHAR'}, header = false,"
        ~ " delim = '\x01', quote = '', escape = '', comment = '', strict_mode = false, ignore_errors = true) limit 1").rows %}
    {% if not first %}
        {% do refuse_file(table, file, 'it is empty or no UTF-8 text') %}
    {% elif first[0][0] %}
        {% do refuse_file(table, file, 'its first line has NUL bytes; it must be UTF-8, and is UTF-16 or damaged') %}
    {% endif %}
    {{ return(first[0][1] | int) }}
{% endmacro %}

{% macro refuse_file(table, file, cause) %}
    {{ exceptions.raise_compiler_error(table ~ ' cannot be read from ' ~ file ~ ': ' ~ cause | trim('.') ~ '.') }}
{% endmacro %}
