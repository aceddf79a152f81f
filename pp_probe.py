from scripts.project import dbt
print("code", dbt("build","--exclude-resource-type","unit_test","--select","fct_ces","fct_csat"))
print("code", dbt("build","--vars","{crm_vendors: [nonsense]}","--select","fct_ces"))
