"""``hegao annotate`` and ``hegao check --fix`` on Word files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hegao.sources.files import read_draft
from invented import invented_drafts
from word_files import FILLS, added, word_file
from word_looks import OURS, comments, looks, parts

DRAFT = next(draft for draft in invented_drafts() if (draft.name, draft.layout) == ("yunling-township", "tab"))


@pytest.fixture(scope="module")
def made() -> bytes:
    return word_file(DRAFT.faulty, FILLS["cut"])


@pytest.fixture
def faulty(folder: Path, made: bytes) -> Path:
    path = Path("草稿.docx")
    path.write_bytes(made)
    return path


def found(run, path: Path) -> list[dict[str, str]]:
    return json.loads(run("check", path, "--output-format", "json").out)


def test_a_copy_has_a_summary_on_the_title_and_a_comment_for_each_finding(run, faulty: Path, made: bytes):
    outcome = run("annotate", faulty, "-o", "校核.docx")
    assert outcome.status == 0
    assert outcome.out.startswith("已写好 校核.docx：必错 6 处，疑似 1 处；勾稽关系核对 42 项，2 项不平。")
    assert faulty.read_bytes() == made
    written = comments(Path("校核.docx").read_bytes())
    assert {one.author for one in written} == {OURS}
    summary, *others = written
    assert summary.words == "云岭镇人民政府2023年政府信息公开工作年度报告"
    assert summary.text.startswith("核稿小结：必错 6 处，疑似 1 处。\n勾稽关系：核对 42 项，2 项不平。")
    findings = found(run, faulty)
    assert sorted(one.words for one in others) == sorted(one["text"] for one in findings)
    t101 = next(one for one in others if "T101" in one.text)
    assert t101.text.split("\n")[0] == "必错 T101　表头“本年度止件数”应为“本年废止件数”（“度”应为“废”）"
    assert "可改：改为“本年废止件数”" in t101.text.split("\n")
    assert "\n依据：" in t101.text


def test_the_copy_has_a_name_of_its_own_and_is_not_written_twice(run, faulty: Path):
    assert run("annotate", faulty).status == 0
    first = Path("草稿-校核.docx").read_bytes()
    again = run("annotate", faulty, "--select", "W")
    assert again.status == 2
    assert "已经有了，没有改动它。请用 -o 另取文件名；要重写它，请加 --force。" in again.err
    assert Path("草稿-校核.docx").read_bytes() == first
    assert run("annotate", faulty, "--select", "W", "--force").status == 0
    assert len(comments(Path("草稿-校核.docx").read_bytes())) < len(comments(first))


def test_a_file_may_be_annotated_in_place_and_says_the_same_then(run, faulty: Path, made: bytes):
    before = found(run, faulty)
    for _ in range(2):
        assert run("annotate", faulty, "-o", faulty).status == 0
        assert found(run, faulty) == before
    assert len(comments(faulty.read_bytes())) == len(before) + 1
    assert looks(faulty.read_bytes()) == looks(made)


def test_private_values_are_masked_in_comments(run, folder: Path):
    draft = f"{DRAFT.clean}\n联系人身份证号11010519491231002X。\n"
    Path("草稿.docx").write_bytes(word_file(draft))
    run("annotate", "草稿.docx", "-o", "校核.docx")
    told = "".join(one.text for one in comments(Path("校核.docx").read_bytes()))
    assert "V101" in told
    assert "11010519491231002X" not in told


def test_a_file_with_a_digital_signature_is_annotated_with_a_warning(run, folder: Path, made: bytes):
    Path("草稿.docx").write_bytes(added(made, {"_xmlsignatures/sig1.xml": b"<Signature/>"}))
    outcome = run("annotate", "草稿.docx")
    assert outcome.status == 0
    assert "签名已失效" in outcome.err


def test_text_and_other_endings_cannot_be_annotated(run, clean: Path, faulty: Path):
    assert "批注只能写进 Word 文件" in run("annotate", clean).err
    assert "扩展名应与原文件一样" in run("annotate", faulty, "-o", "校核.md").err
    assert "没有这个文件" in run("annotate", "没有.docx").err


def test_fixing_leaves_tracked_changes_that_give_the_old_text_back(run, faulty: Path, made: bytes):
    outcome = run("check", faulty, "--fix")
    assert outcome.status == 1
    assert "已改正 3 处（1 个文件）" in outcome.out
    assert "已改[T101]" in outcome.out
    fixed = faulty.read_bytes()
    assert looks(fixed, "rejected") == looks(made)
    assert {name for name, part in parts(fixed).items() if parts(made)[name] != part} == {"word/document.xml"}
    assert not {"T101", "S116", "P101"} & {one["code"] for one in found(run, faulty)}
    again = run("check", faulty, "--fix")
    assert "没有改动" in again.out
    assert faulty.read_bytes() == fixed


def test_fixing_changes_no_figure_and_no_word_of_the_author_unasked(run, faulty: Path):
    run("check", faulty, "--fix")
    assert "我乡" in read_draft(str(faulty)).text
    run("check", faulty, "--fix", "--unsafe-fixes")
    after = read_draft(str(faulty)).text
    assert "我乡" not in after
    assert {one["code"] for one in found(run, faulty)} == {"N101", "N201", "N312"}


def test_fixing_plainly_leaves_no_marks(run, faulty: Path):
    outcome = run("check", faulty, "--fix", "--no-track")
    assert "已改正 3 处" in outcome.out
    document = parts(faulty.read_bytes())["word/document.xml"]
    assert OURS.encode() not in document
    assert "本年废止件数" in read_draft(str(faulty)).text


def test_a_diff_of_a_word_file_writes_nothing(run, faulty: Path, made: bytes):
    outcome = run("check", faulty, "--diff")
    assert outcome.status == 1
    assert "本年废止件数" in outcome.out
    assert faulty.read_bytes() == made


def test_no_track_goes_with_fix_only(run, faulty: Path):
    outcome = run("check", faulty, "--no-track")
    assert outcome.status == 2
    assert "--no-track 要与 --fix 同用" in outcome.err


def test_what_cannot_be_written_is_told_and_left(run, folder: Path):
    import docx

    document = docx.Document()
    for text in ("云岭镇人民政府2024年政府信息公开工作年度报告", "一、总体情况"):
        document.add_paragraph(text)
    paragraph = document.add_paragraph("我镇依据")
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" REF a "><w:r><w:t>条例;</w:t></w:r></w:fldSimple>')
    )
    paragraph.add_run("公开信息。")
    document.save("草稿.docx")
    before = Path("草稿.docx").read_bytes()
    outcome = run("check", "草稿.docx", "--fix", "--select", "P101")
    assert "有 1 处改正涉及自动编号、域、文本框或表格的结构，没有写进 Word 文件，请手工改。" in outcome.out
    assert Path("草稿.docx").read_bytes() == before


def test_a_file_changed_meanwhile_is_not_written(run, faulty: Path, monkeypatch: pytest.MonkeyPatch):
    import hegao.cli.word_fixing as fixing

    real = fixing.changed

    def late(*arguments, **more):
        faulty.write_bytes(b"PK other")
        return real(*arguments, **more)

    monkeypatch.setattr(fixing, "changed", late)
    outcome = run("check", faulty, "--fix")
    assert outcome.status == 2
    assert "核对期间文件被别的程序改动了" in outcome.err
    assert faulty.read_bytes() == b"PK other"


def test_totals_are_written_as_tracked_changes(run, faulty: Path, made: bytes):
    outcome = run("totals", faulty, "--write")
    assert outcome.status == 0
    assert "都是修订" in outcome.out
    data = faulty.read_bytes()
    assert looks(data, "rejected") == looks(made)
    assert run("totals", faulty).status == 0
    assert {name for name, part in parts(data).items() if part != parts(made)[name]} == {"word/document.xml"}


def test_an_empty_total_is_filled_as_a_tracked_change(run, folder: Path):
    line = "\t\t2.重复申请\t1\t0\t0\t0\t0\t0\t"
    path = folder / "草稿.docx"
    made = word_file(DRAFT.clean.replace(f"{line}1\n", f"{line}\n"))
    path.write_bytes(made)
    assert run("totals", path, "--write").out.startswith(f"{path}:表三 第20行“2.重复申请” 总计列 空 → 1")
    assert run("totals", path).status == 0
    assert looks(path.read_bytes(), "rejected") == looks(made)


def test_an_old_file_with_a_new_name_is_told_to_be_one(run, faulty: Path, monkeypatch: pytest.MonkeyPatch):
    draft = read_draft(str(faulty))
    monkeypatch.setattr("hegao.cli.annotate.read_draft", lambda _: draft._replace(native=False))
    outcome = run("annotate", faulty)
    assert outcome.status == 2
    assert "草稿.docx：这是旧版 Word 文件改的名，只能核对，不能改写" in outcome.err


def test_a_name_with_a_blank_is_quoted_in_commands_to_type(run, folder: Path):
    assert 'hegao check "我的 年报.txt"' in run("annotate", _saved(folder / "我的 年报.txt")).err
    outcome = run("new", "--layout", "docx", "--agency", "云岭镇人民政府", "--year", "2024", "-o", "2024 年报.docx")
    assert 'hegao check "2024 年报.docx" 核对' in outcome.out


def _saved(path: Path) -> str:
    path.write_text(DRAFT.clean, "utf-8")
    return path.name
