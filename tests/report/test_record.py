"""Records to be filed with a draft: a page and a Word file that say what was checked and what was found."""

from __future__ import annotations

import hashlib
import html
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hegao import __version__
from hegao.cli import main
from hegao.config import forget_settings_files
from hegao.rulepack.load import load_pack
from invented import invented_drafts

DRAFT = next(draft for draft in invented_drafts() if (draft.name, draft.layout) == ("yunling-township", "pipe"))
SETTINGS = '[[suppress]]\nfile = "草稿.md"\ncode = "W101"\nreason = "引用上级<原话>"\n'
VOID = {"meta", "col", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """What a page is made of; elements must be closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    forget_settings_files()
    (tmp_path / "草稿.md").write_text(DRAFT.faulty, encoding="utf-8")
    return tmp_path


def recorded(*options: str, kind: str = "html") -> bytes:
    main(["check", "草稿.md", "--output-format", kind, "--output-file", f"校核单.{kind}", *options])
    return Path(f"校核单.{kind}").read_bytes()


def page(*options: str) -> str:
    return recorded(*options).decode()


def bare(markup: str) -> str:
    """The text of some markup."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def word_text(data: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_record_says_what_was_checked_with_what_and_what_was_left_out(folder: Path, kind: str):
    (folder / "hegao.toml").write_text(SETTINGS, encoding="utf-8")
    data = recorded(kind=kind)
    text = bare(data.decode()) if kind == "html" else word_text(data)
    rules = [rule for rule in load_pack("zfxxgk-2021").rules if rule.enabled]
    for words in (
        "草稿.md",
        hashlib.sha256((folder / "草稿.md").read_bytes()).hexdigest(),
        f"核稿 hegao {__version__}",
        f"规则包 zfxxgk-2021，{len(rules)} 条",
        "核对 42 项，2 项不平",
        "必错 5 处，疑似 1 处；另有 1 处按设置不报",
        "W101 自称与机关级别不符",
        "引用上级<原话>",
        "hegao.toml:1",
        "第三项表格第16行“1.本机关不掌握相关政府信息”自然人列",
        "表头“本年度止件数”应为“本年废止件数”",
        "可改：改为“本年废止件数”",
        "国办公开办函〔2021〕30号附件",
        "核对人：",
    ):
        assert words in text
    assert re.search(r"20\d\d年\d\d月\d\d日 \d\d:\d\d", text)
    for family in {rule.family for rule in rules}:
        assert re.search(rf"\d+ 条：{family}\d{{3}}", text)


def test_the_rules_listed_are_those_that_ran(folder: Path):
    listed = bare(page("--select", "T101,T102,T103,W101")).partition("核对所用规则")[2]
    assert "表格 3 条：T101–T103" in listed
    assert "用词 1 条：W101" in listed
    assert "S1" not in listed


def test_a_page_needs_nothing_but_itself(folder: Path):
    text = page()
    tags = Page(text).tags
    assert not {"script", "img", "link", "iframe", "object", "form"} & {tag for tag, _ in tags}
    assert "http://" not in text and "https://" not in text and "url(" not in text and "@import" not in text
    assert any(attributes.get("http-equiv") == "Content-Security-Policy" for _, attributes in tags)


def test_every_finding_is_listed_marked_and_linked(folder: Path):
    tags = Page(page()).tags
    names = [attributes["id"] for _, attributes in tags if attributes.get("id")]
    assert len(names) == len(set(names))
    assert {name for name in names if name[0] == "t"} == {f"t{number}" for number in range(1, 8)}
    links = {attributes["href"] for tag, attributes in tags if tag == "a"}
    assert links == {f"#{name}" for name in names}


def test_the_whole_draft_stands_beside_its_findings_with_its_words_marked(folder: Path):
    text = page()
    beside = text.partition("<h2>原文对照</h2>")[2]
    assert '<mark class="error">本年度止件数</mark>' in beside
    # The draft's words, but for the numbers of findings and the marks of Markdown tables.
    shown = re.sub(r'<a class="[a-z]+" id="t\d+" href="#r\d+">\d+</a>', "", beside)
    shown = re.sub(r'<div class="notes">.*?</div>', "", shown, flags=re.DOTALL)
    lines = [line for line in DRAFT.faulty.split("\n") if line and "---" not in line]
    wanted = [cell.strip() for line in lines for cell in (line.split("|") if line.startswith("|") else [line])]
    assert "".join(bare(shown).split()) == "".join("".join(wanted).split())


def test_a_table_stands_in_it_merged_as_in_the_annex(folder: Path):
    tags = [attributes for tag, attributes in Page(page()).tags if tag == "td"]
    assert {"colspan": "3", "rowspan": "3"} in tags
    assert {"rowspan": "22"} in tags


def test_what_a_draft_says_is_never_markup(folder: Path):
    (folder / "草稿.md").write_text(f"{DRAFT.faulty}\n我乡<script>alert(1)</script>&nbsp;。\n", encoding="utf-8")
    text = page()
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    Page(text)


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_private_values_are_masked_in_a_record(folder: Path, kind: str):
    number = "11010519491231002X"
    (folder / "草稿.md").write_text(f"{DRAFT.faulty}\n我乡联系人身份证号{number}。\n", encoding="utf-8")
    data = recorded(kind=kind)
    text = data.decode() if kind == "html" else word_text(data)
    assert "V101" in text
    assert number not in text


def test_a_draft_without_findings_and_a_text_that_is_no_report_have_records_too(folder: Path):
    (folder / "草稿.md").write_text(DRAFT.clean, encoding="utf-8")
    assert "未发现问题" in bare(page())
    (folder / "草稿.md").write_text("随便一段话。\n", encoding="utf-8")
    text = bare(page())
    assert "不像政府信息公开工作年度报告，只按通用规则核对。未发现问题" in text
    assert "没有可核对的表格" in text


def test_several_drafts_have_a_record_each(folder: Path):
    (folder / "另一份.md").write_text(DRAFT.clean, encoding="utf-8")
    for kind in ("html", "docx"):
        main(["check", ".", "--output-format", kind, "--output-file", f"校核单.{kind}"])
    assert Path("校核单.html").read_text(encoding="utf-8").count("<h1>核稿校核单</h1>") == 2
    assert word_text(Path("校核单.docx").read_bytes()).count("核稿校核单") == 2


def test_a_word_record_goes_to_a_file_only(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["check", "草稿.md", "--output-format", "docx"]) == 2
    assert "请加 --output-file 校核单.docx" in capsys.readouterr().err
