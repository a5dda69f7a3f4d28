"""JSONTestSuite (MIT), as pyjson5's source distribution brings it: which texts a strict reader takes."""

from cases import Cases

# y_: texts that JSON allows and a signed document of ours may not hold. Two readers might read them differently.
DIFFERENT = {
    "y_object_duplicated_key": "json.duplicate-key",  # the last or the first wins, by reader
    "y_object_duplicated_key_and_value": "json.duplicate-key",
    # Numbers only within what every reader holds exactly.
    "y_number": "json.number",
    "y_number_0e+1": "json.number",
    "y_number_0e1": "json.number",
    "y_number_double_close_to_zero": "json.number",
    "y_number_int_with_exp": "json.number",
    "y_number_minus_zero": "json.number",
    "y_number_negative_zero": "json.number",
    "y_number_real_capital_e": "json.number",
    "y_number_real_capital_e_neg_exp": "json.number",
    "y_number_real_capital_e_pos_exp": "json.number",
    "y_number_real_exponent": "json.number",
    "y_number_real_fraction_exponent": "json.number",
    "y_number_real_neg_exp": "json.number",
    "y_number_real_pos_exponent": "json.number",
    "y_number_simple_real": "json.number",
    "y_object_extreme_numbers": "json.number",
    "y_structure_lonely_negative_real": "json.number",
}

# What a provider sends may hold such numbers, but no minus zero and no name twice.
FOREIGN = {
    "y_object_duplicated_key": "json.duplicate-key",
    "y_object_duplicated_key_and_value": "json.duplicate-key",
    "y_number_minus_zero": "json.number",
    "y_number_negative_zero": "json.number",
}

# i_: texts that JSON leaves to the reader. Ours refuses every one: what it could not hand on as it stands, it does not take.


def write(folder, vectors):
    ours = Cases("json-test-suite", "JSONTestSuite, in pyjson5's source distribution (PyPI)")
    foreign = Cases("json-test-suite-foreign", ours.source)
    files = sorted(vectors.glob("*.json"))
    for file in files:
        text = file.read_bytes()
        ours.add(file.stem, "json", wanted(file.stem, DIFFERENT), bytes=text)
        foreign.add(file.stem, "foreign-json", wanted_foreign(file.stem), bytes=text)
    ours.write(folder)
    foreign.write(folder)


def wanted(name, different):
    refusal = different.get(name)
    if refusal:
        return f"refused {refusal}"
    return "accepted" if name.startswith("y_") else "refused"


def wanted_foreign(name):
    # A number too large for any type stays the characters it is.
    if name.startswith("i_number"):
        return "accepted"
    return wanted(name, FOREIGN)
