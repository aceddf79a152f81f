-- one row per referral that somebody sent: which payer recommends us, and to whom
select
    referrals.referral_id,
    referrals.code,
    referrals.referrer_source_system,
    coalesce(referrer_accounts.account_id, referrers.payer_id) as referrer_payer_id,
    coalesce(referred_accounts.account_id, referred.payer_id) as referred_payer_id,
    coalesce(referrers.is_internal, false) as is_by_employee,
    coalesce(referrals.is_partner_code, false) as is_partner_code,
    referrals.sent_on

from {{ ref('referrals') }} as referrals

left join {{ ref('int_customer_keys') }} as referrers
    on referrals.referrer_source_system || ':' || referrals.referrer_source_contact_id
    = referrers.contact_record_id

left join {{ ref('int_account_map') }} as referrer_accounts
    on referrals.referrer_source_system || ':' || referrals.referrer_source_account_id
    = referrer_accounts.account_record_id

left join {{ ref('int_customer_keys') }} as referred
    on referrals.referred_source_system || ':' || referrals.referred_source_contact_id
    = referred.contact_record_id

left join {{ ref('int_account_map') }} as referred_accounts
    on referrals.referred_source_system || ':' || referrals.referred_source_account_id
    = referred_accounts.account_record_id
