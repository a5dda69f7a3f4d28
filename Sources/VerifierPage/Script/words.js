// The words a buyer reads: the same as the command line's (Sources/VerifyReport), which a test compares.

/** Layers, in the plural or as a mass, to stand in a list. */
export const layerWords = Object.freeze({
  owner_account: 'main account', secondary_users: 'other users', remote_commands: 'remote commands',
  location_sharing: 'location sharing', app_grants: 'apps and services', virtual_keys: 'virtual keys',
  telemetry_streams: 'data streams', digital_keys: 'digital keys', physical_keys: 'physical keys',
  in_car_profiles: 'profiles in the car', stored_data: 'data stored in the car', paired_devices: 'paired phones',
  home_link: 'garage codes', payment_and_charging: 'payment and charging', subscriptions: 'subscriptions',
  wifi_sim: 'Wi-Fi and SIM', insurer_device: "insurer's device", lender_device: "lender's device",
  dealer_tracker: "dealer's tracker", removable_media: 'cards and sticks',
  protected_functions: 'emergency and safety functions',
});

/** The label of a group's line. */
export const groupLabels = Object.freeze({
  none_remaining: 'Checked by machine', none_possible: 'Not on this car', stated_by_two: 'Two people say so',
  stated_with_evidence: 'One says, evidence', ended_with_account: 'Ended with account',
  stated_by_one: 'One person says so', stated_by_provider: 'The service says so', ends_by: 'Ends by', overdue: 'OVERDUE',
  kept_disclosed: 'Kept, you were told', open: 'MAY STILL BE THERE', not_known: 'Not looked at',
  protected_ok: 'Checked', protected_fault: 'FAULT',
});

/** On whose word it stands, as the end of a sentence. */
export const voices = Object.freeze({
  none_remaining: 'was checked by machine',
  stated_by_two: 'is the word of two people at the dealer',
  stated_with_evidence: 'is the word of one person at the dealer, with evidence kept',
  ended_with_account: "ended together with the account, by the maker's rule",
  stated_by_one: 'is the word of one person at the dealer',
  stated_by_provider: 'is the word of the service alone',
});

/** What may hurt first, then who looked, then who said so, then what nobody looked at. */
export const readingOrder = Object.freeze([
  'open', 'overdue', 'ends_by', 'kept_disclosed', 'none_remaining', 'stated_by_two', 'stated_with_evidence',
  'stated_by_one', 'ended_with_account', 'stated_by_provider',
]);

export const verdictTitles = Object.freeze({
  clear: 'CLEAR', clear_attested: 'CLEAR, ATTESTED', conditional: 'CONDITIONAL', not_clear: 'NOT CLEAR', void: 'VOID',
});

/** What the automatic emergency call was found to be. */
export const emergencyWords = Object.freeze({
  ready: '112 call: no fault found (do not test-call 112)',
  fault: '112 CALL HAS A FAULT: have it repaired',
  not_testable: '112 call could not be tested',
  not_fitted: '112 call is not fitted to this car',
});

/** What a verdict means for the one who buys. */
export function verdictMeaning(recomputed, rows) {
  switch (recomputed.verdict) {
    case 'clear':
    case 'clear_attested': return 'nobody else should be able to find, open or start this car.';
    case 'conditional': return `${conditions(recomputed, rows).join('; ')}.`;
    case 'not_clear': return 'someone may still be able to reach this car or its data.';
    default: return 'it proves nothing.';
  }
}

function conditions({ drivers, gates }, rows) {
  const reasons = [];
  if (gates.includes('look-too-old')) reasons.push('the last look was too long before it was signed');
  if (gates.includes('protected-not-checked')) reasons.push('the emergency functions were not checked');
  if (reasons.length > 0) return reasons;
  const driving = drivers.map((layer) => rows.get(layer));
  const has = (...groups) => groups.some((group) => driving.includes(group));
  if (has('ends_by', 'overdue')) reasons.push('something ends or is answered by the date shown');
  if (has('stated_by_one', 'stated_by_provider')) reasons.push('part of it is one word only, which nobody checked');
  if (has('not_known')) reasons.push('something could not be looked at');
  if (has('kept_disclosed')) reasons.push('something is kept, and you were told');
  if (has('open')) reasons.push('something that only costs money may still be there');
  return reasons.length > 0 ? reasons : ['see what is left below'];
}
