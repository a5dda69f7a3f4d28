/// The preset dictionaries of `VHC2:` and `VHP2:`: what every reader of such a code has before it reads it, and the code
/// may refer back to (RFC 1951, section 3.2.5; zlib's manual, `inflateSetDictionary`).
///
/// A dictionary belongs to its prefix. Papers that were packed with it must be readable for ever, so not one byte of it may
/// change: a test holds the SHA-256 of each, and a better one comes with a prefix of its own. Nothing in it is of any dealer.
///
/// `Sources/VerifierPage/generate.sh` takes the texts from here, line by line between the two marks.
package enum CodeDictionary {
  /// For the square of the first page, made of what headers and payloads hold: the layers as they stand where two people, or
  /// one with evidence, spoke for all of them; makes; the rarer values; and last, where distances are short, a header and a
  /// payload with the most common value in every place, and nothing in a place where no two are alike. The digest is that
  /// of the rule table of November 2026.
  package static let signed = #"""
    "owner_account":"stated_by_two","secondary_users":"stated_by_two","remote_commands":"stated_by_two",\#
    "location_sharing":"stated_by_two","app_grants":"stated_by_two","virtual_keys":"stated_by_two",\#
    "telemetry_streams":"stated_by_two","digital_keys":"stated_by_two","physical_keys":"stated_by_two",\#
    "in_car_profiles":"stated_by_two","stored_data":"stated_by_two","paired_devices":"stated_by_two",\#
    "home_link":"stated_by_two","payment_and_charging":"stated_by_two","subscriptions":"stated_by_two",\#
    "wifi_sim":"stated_by_two","insurer_device":"stated_by_two","lender_device":"stated_by_two",\#
    "dealer_tracker":"stated_by_two","removable_media":"stated_by_two",\#
    "owner_account":"stated_with_evidence","secondary_users":"stated_with_evidence",\#
    "remote_commands":"stated_with_evidence","location_sharing":"stated_with_evidence",\#
    "app_grants":"stated_with_evidence","virtual_keys":"stated_with_evidence",\#
    "telemetry_streams":"stated_with_evidence","digital_keys":"stated_with_evidence",\#
    "physical_keys":"stated_with_evidence","in_car_profiles":"stated_with_evidence",\#
    "stored_data":"stated_with_evidence","paired_devices":"stated_with_evidence",\#
    "home_link":"stated_with_evidence","payment_and_charging":"stated_with_evidence",\#
    "subscriptions":"stated_with_evidence","wifi_sim":"stated_with_evidence",\#
    "insurer_device":"stated_with_evidence","lender_device":"stated_with_evidence",\#
    "dealer_tracker":"stated_with_evidence","removable_media":"stated_with_evidence",\#
    "Alfa Romeo","Audi","BMW","Citroën","Cupra","Dacia","Fiat","Ford","Honda","Hyundai","Jaguar","Jeep","Kia",\#
    "Land Rover","Lexus","Mazda","Mercedes-Benz","MINI","Mitsubishi","Nissan","Opel","Peugeot","Polestar",\#
    "Porsche","Renault","SEAT","Škoda","smart","Subaru","Suzuki","Tesla","Toyota","Vauxhall","Volkswagen",\#
    "Volvo",\#
    "unknown","mi"}},"kind":"withdrawal","kind":"supplement","kind":"correction","reason":"withdrawn","recheck",\#
    "platform":"generic","unconnected","bmw-connected","tesla","vwg-older","jlr-incontrol",\#
    "mode":"simulated","verdict":"void","specimen_of":"not_clear","conditional","clear_attested",\#
    "vin_read":"typed","scanned",\#
    "ecall_112":"not_testable","fault","private_emergency":"ended_112_ready","active_for_buyer",\#
    "recall_channel":"absent","not_known","theft_recovery":"buyers_contract","inactive"},\#
    "protected_fault"},"overdue","kept_disclosed","open","stated_by_provider","ends_by","stated_by_one",\#
    "not_known","ended_with_account","none_possible",\#
    {"alg":"ES256","typ":"dc+sd-jwt","x5t#S256":"\#
    {"iss":"https://","iat":1,"jti":"","vct":"tag:handover,2026:transfer-certificate:1",\#
    "status":{"status_list":{"idx":,"uri":"https://status./1"}},"vehicle":{"vin":"","vin_read":"car","make":"",\#
    "model":"","model_year":20,"odometer":{"value":,"unit":"km"}},"handover":{"kind":"handover","date":"2026-",\#
    "mode":"live","verdict":"clear","platform":"vwg-mib3","rules":"fO3FqWlD8497Yu3AIzipnCIZNuhjsiUT9pSRcwIhZAY",\#
    "layers":{"owner_account":"none_remaining","secondary_users":"none_remaining",\#
    "remote_commands":"none_remaining","location_sharing":"none_remaining","app_grants":"none_remaining",\#
    "virtual_keys":"none_remaining","telemetry_streams":"none_remaining","digital_keys":"none_remaining",\#
    "physical_keys":"none_remaining","in_car_profiles":"none_remaining","stored_data":"none_remaining",\#
    "paired_devices":"none_remaining","home_link":"none_remaining","payment_and_charging":"none_remaining",\#
    "subscriptions":"none_remaining","wifi_sim":"none_remaining","insurer_device":"none_remaining",\#
    "lender_device":"none_remaining","dealer_tracker":"none_remaining","removable_media":"none_remaining",\#
    "protected_functions":"protected_ok"},"checked_at":"2026-","due":{"digital_keys":"2026-",\#
    "keys":{"handed_over":2,"accepted":2},"protected":{"ecall_112":"ready","private_emergency":"not_applicable",\#
    "recall_channel":"present","theft_recovery":"not_fitted"},"lines_root":""},"supersedes":{"jti":"",\#
    "sha256":"","reason":"correction"},"supplements":{"jti":"","sha256":"","reason":"new_answers"},\#
    "_sd_alg":"sha-256","_sd":[""]}
    """#
}
