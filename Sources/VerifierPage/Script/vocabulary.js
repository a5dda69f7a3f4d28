// The closed lists of words that a certificate may hold, in the published order.

/** One kind of access a previous owner can still have. */
export const layers = Object.freeze([
  'owner_account', 'secondary_users', 'remote_commands', 'location_sharing', 'app_grants', 'virtual_keys',
  'telemetry_streams', 'digital_keys', 'physical_keys', 'in_car_profiles', 'stored_data', 'paired_devices', 'home_link',
  'payment_and_charging', 'subscriptions', 'wifi_sim', 'insurer_device', 'lender_device', 'dealer_tracker',
  'removable_media', 'protected_functions',
]);

/** What a buyer is shown for one layer. */
export const groups = Object.freeze([
  'none_remaining', 'none_possible', 'stated_by_two', 'ended_with_account', 'stated_with_evidence', 'stated_by_one',
  'stated_by_provider', 'ends_by', 'overdue', 'kept_disclosed', 'open', 'not_known', 'protected_ok', 'protected_fault',
]);

/** What the rows of a handover add up to, best first. */
export const verdicts = Object.freeze(['clear', 'clear_attested', 'conditional', 'not_clear', 'void']);

export const kinds = Object.freeze(['handover', 'supplement', 'correction', 'withdrawal']);
export const modes = Object.freeze(['live', 'simulated', 'mixed']);
export const vinReads = Object.freeze(['car', 'scanned', 'typed']);
export const reasons = Object.freeze(['correction', 'new_answers', 'recheck', 'withdrawn']);

/** What was found on the functions that protect people. */
export const protectedFindings = Object.freeze({
  ecall_112: ['ready', 'fault', 'not_testable', 'not_fitted'],
  private_emergency: ['active_for_buyer', 'ended_112_ready', 'fault', 'not_applicable'],
  recall_channel: ['present', 'absent', 'not_applicable', 'not_known'],
  theft_recovery: ['buyers_contract', 'inactive', 'not_fitted', 'not_known'],
});

/** The two protected groups stand only in `protected_functions`, and there stand only four groups at all. */
export function mayStand(group, layer) {
  if (group === 'protected_ok' || group === 'protected_fault') return layer === 'protected_functions';
  return group === 'none_possible' || group === 'not_known' || layer !== 'protected_functions';
}

/** The worse of two verdicts comes later in the list. */
export const rank = (verdict) => verdicts.indexOf(verdict);

/** Whether a car with this verdict may be handed to a buyer without anybody deciding otherwise. */
export const allowsDelivery = (verdict) => rank(verdict) <= rank('clear_attested');

/** `[a-z0-9][a-z0-9-]{1,31}`. */
export const isPlatform = (text) => /^[a-z0-9][a-z0-9-]{1,31}$/.test(text);
