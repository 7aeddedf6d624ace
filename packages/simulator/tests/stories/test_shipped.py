"""Which stories come along: one for each mandatory case, or a reason why there is none."""

import csv
import os
from pathlib import Path

import pytest

from csms_simulator.stories import StoryError, find, left_out, shipped

REFERENCE = Path(os.environ.get("OCPP_REFERENCE_DIR") or Path(__file__).parents[5] / "shared" / "reference")

MANDATORY = {
    "1.6": """
        TC_001 TC_003 TC_004_1 TC_004_2 TC_005_1 TC_007 TC_010 TC_011_1 TC_011_2 TC_012 TC_013 TC_014 TC_017_1 TC_017_2
        TC_018_1 TC_019_1 TC_019_2 TC_021 TC_023_1 TC_023_2 TC_023_3 TC_024 TC_026 TC_028 TC_030 TC_031 TC_032_1
        TC_037_1 TC_037_3 TC_039 TC_040_1 TC_040_2 TC_061 TC_064 TC_073
    """,
    "2.0.1": """
        TC_A_01 TC_A_02 TC_A_03 TC_A_04 TC_A_06 TC_A_09 TC_A_10 TC_A_19 TC_B_01 TC_B_06 TC_B_09 TC_B_20 TC_B_21 TC_B_22
        TC_B_42 TC_B_44 TC_B_58 TC_C_02 TC_C_06 TC_C_07 TC_C_08 TC_C_20 TC_C_37 TC_C_38 TC_C_39 TC_C_47 TC_C_48 TC_C_49
        TC_E_01 TC_E_02 TC_E_03 TC_E_04 TC_E_07 TC_E_08 TC_E_09 TC_E_10 TC_E_11 TC_E_12 TC_E_14 TC_E_15 TC_E_16 TC_E_17
        TC_E_19 TC_E_20 TC_E_21 TC_E_22 TC_E_26 TC_E_38 TC_E_39 TC_E_53 TC_F_01 TC_F_02 TC_F_03 TC_F_04 TC_F_20 TC_F_27
        TC_G_03 TC_G_04 TC_G_05 TC_G_06 TC_G_07 TC_G_08 TC_G_11 TC_G_14 TC_G_17 TC_G_20 TC_J_01 TC_J_02 TC_J_03 TC_J_04
        TC_J_07 TC_J_08 TC_J_09 TC_J_10 TC_J_11 TC_L_01 TC_L_04 TC_L_05 TC_L_06 TC_L_07 TC_L_08 TC_L_09 TC_L_10 TC_L_11
        TC_L_13 TC_M_01 TC_M_02 TC_M_05 TC_M_13 TC_M_18 TC_M_19 TC_M_20 TC_M_21 TC_N_25 TC_N_27 TC_N_28 TC_N_29 TC_N_30
        TC_N_31 TC_N_32 TC_N_34 TC_N_35 TC_N_36 TC_P_02 TC_P_03
    """,
}
"""The cases for central systems that are mandatory in these profiles, without the ending of their ids."""

PROFILE_COLUMNS = {"1.6": "feature_profile", "2.0.1": "certification_profiles"}
PASSWORDS = {"TC_073_CSMS"}
"""Of the profile Security of OCPP 1.6, the case that needs no files of certificates, logs or firmware."""


def mandatory(version: str) -> set[str]:
    return {f"{name}_CSMS" for name in MANDATORY[version].split()}


@pytest.mark.parametrize("version", MANDATORY)
def test_each_mandatory_case_has_a_story_or_a_reason_why_not(version: str) -> None:
    stories, reasons = shipped(version).keys(), left_out(version)
    assert mandatory(version) == stories | reasons.keys()
    assert not stories & reasons.keys()
    assert all(len(reason) > 30 for reason in reasons.values())


@pytest.mark.parametrize("version", MANDATORY)
@pytest.mark.skipif(not REFERENCE.exists(), reason="the lists of cases are part of the reference data")
def test_the_mandatory_cases_are_those_of_the_lists(version: str) -> None:
    with (REFERENCE / "conformance" / f"csms-{version}.csv").open(newline="", encoding="utf-8") as file:
        cases = {
            row["id"]
            for row in csv.DictReader(file)
            if row["csms_status"] == "M" and ("Core" in row[PROFILE_COLUMNS[version]] or row["id"] in PASSWORDS)
        }
    assert cases == mandatory(version)


@pytest.mark.parametrize("version", MANDATORY)
def test_stories_are_named_by_their_case(version: str) -> None:
    for name, story in shipped(version).items():
        assert Path(story.source).stem == name == story.id
        assert story.version == version
        assert story.description.strip().endswith(".")


def test_a_shipped_story_is_found_by_its_id() -> None:
    assert find("TC_B_01_CSMS").version == "2.0.1"
    assert find("TC_001_CSMS").version == "1.6"


def test_an_id_that_does_not_exist_is_told_of() -> None:
    with pytest.raises(StoryError, match="TC_999 is neither a file nor the id of a story"):
        find("TC_999")


def test_there_are_no_stories_of_other_versions() -> None:
    with pytest.raises(ValueError, match=r"There are no stories of OCPP 1\.5"):
        shipped("1.5")
