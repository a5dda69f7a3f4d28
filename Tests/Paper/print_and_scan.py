"""Prints pages with Chromium, scans the printed pixels with zxing-cpp, and compares what the verifier says of codes and file.

    print_and_scan.py FOLDER HANDOVER_VERIFY
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy
import zxingcpp
from PIL import Image, ImageFilter

import structure
import unpack

WORK = Path(sys.argv[1])
VERIFIER = sys.argv[2]
CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
PAGES = {"a4": "@page { size: A4; "}


def run(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more).stdout


def printed(name, paper):
    """The page as PDF on this paper. The size goes into a copy: the page itself leaves it to the printer."""
    text = (WORK / f"{name}.html").read_text()
    assert text.count("@page { ") == 1
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n', "", text).replace("@page { ", PAGES[paper])
    copy = WORK / f"{name}-{paper}.html"
    copy.write_text(text)
    return pdf(copy, WORK / f"{name}-{paper}.pdf")


def pdf(page, out):
    subprocess.run([*CHROMIUM, f"--print-to-pdf={out}", f"file://{page}"], check=True, capture_output=True)
    return out


def count(document):
    return int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", str(document)))[1])


def pixels(document, dpi):
    stem = document.with_suffix("")
    run("pdftoppm", "-r", str(dpi), "-png", str(document), f"{stem}-{dpi}")
    return [Image.open(path).convert("L") for path in sorted(WORK.glob(f"{stem.name}-{dpi}-*.png"))]


def found(image):
    return [code for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode) if code.valid]


def scan(image):
    return sorted(code.text for code in found(image))


def measured(image, dpi):
    """Every code of a page: its version, the millimetres of its side and of a module, as the decoder finds them."""
    for code in found(image):
        version = int(code.extra["Version"])
        side = (code.position.top_right.x - code.position.top_left.x) / dpi * 25.4
        module = side / (17 + 4 * version)
        # No denser than version 25 and no smaller than 50 mm (design, section 9); a pixel at 300 dpi is 0.08 mm.
        assert version <= 25 and side > 49.8, f"version {version} at {side} mm"
        yield f"version {version}-M, {17 + 4 * version} modules of {module:.2f} mm on {side:.1f} mm"


def noisy(image):
    chance = numpy.random.default_rng(20261125)
    values = numpy.asarray(image).astype(float)
    return Image.fromarray(numpy.clip(values + chance.normal(0, 30, values.shape), 0, 255).astype("uint8"))


def skewed(image):
    width, height = image.size
    corners = (0.02 * width, 0.01 * height, -0.015 * width, height, width, 0.985 * height, 0.985 * width, -0.01 * height)
    return image.transform(image.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255)


def faded(image):
    return image.point(lambda value: 70 + value * 120 // 255)


# What happens to a page between a printer and a camera.
HARDSHIPS = {
    "as printed": lambda image: image,
    "at two thirds": lambda image: image.resize((image.width * 2 // 3, image.height * 2 // 3), Image.Resampling.BOX),
    "turned by 2 degrees": lambda image: image.rotate(2, Image.Resampling.BICUBIC, expand=True, fillcolor=255),
    "turned by 7 degrees": lambda image: image.rotate(7, Image.Resampling.BICUBIC, expand=True, fillcolor=255),
    "upside down": lambda image: image.rotate(180),
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(image.width / 1240)),
    "turned and blurred": lambda image: image.rotate(-3, Image.Resampling.BICUBIC, expand=True, fillcolor=255).filter(
        ImageFilter.GaussianBlur(image.width / 1240)
    ),
    "skewed": skewed,
    "noisy": noisy,
    "faded": faded,
    "black and white": lambda image: image.point(lambda value: 255 if value > 140 else 0),
}


def verdict_of(content, *options):
    """The verifier's answer for a file's content, without what names the file and the moment."""
    done = subprocess.run(
        [VERIFIER, "-", "--json", "--no-state", *options],
        input=content, capture_output=True, text=True,
    )
    answer = json.loads(done.stdout)
    del answer["file"], answer["time"]["checked_at"]
    answer["checks"] = [check for check in answer["checks"] if check["name"] != "input"]
    return done.returncode, answer


def proven(name, home, codes):
    """Paper alone reaches valid: the codes carry the chain, the proof of time and the status, and nothing is waived."""
    trust = ["--trust", str(WORK / home / "trust" / "list.jws")]
    wanted = verdict_of((WORK / f"{name}.transfer.json").read_text(), *trust)
    assert wanted[1]["validation"] == "valid" and not wanted[1]["flags"], wanted
    assert wanted[1]["time"]["witnessed"]["witnesses"] == 2 and wanted[1]["status"]["value"] == "valid", wanted
    for order in (codes, codes[::-1]):
        reading = verdict_of("\n".join(order), *trust)
        assert reading == wanted, f"{name}: {reading}, not {wanted}"
    return wanted


def agree(name, home, codes):
    """The codes of the paper say what its file says, alone with a bag and all together."""
    text = (WORK / f"{name}.transfer.json").read_text()
    trust = ["--trust", str(WORK / home / "trust" / "list.jws"), "--allow-undated", "--no-status"]
    bag = WORK / home / "issuers.json"
    wanted = verdict_of(text, *trust)
    assert wanted[1]["validation"] == "valid", wanted
    readings = {
        "the first code alone, with a bag": verdict_of(codes[0], *trust, "--issuers", str(bag)),
        "all codes": verdict_of("\n".join(codes), *trust),
        "all codes, the other way round": verdict_of(" ".join(reversed(codes)), *trust),
    }
    for story, reading in readings.items():
        assert reading == wanted, f"{name}: {story}: {reading}, not {wanted}"
    alone = verdict_of(codes[0], *trust)
    assert [failure["name"] for failure in alone[1]["failures"]] == ["issuer.certificate-unavailable"], alone
    return wanted


def main():
    tally = {}
    known = unpack.dictionaries((WORK / "verifier.page").read_text())
    for name, home in [("clear-en", "live"), ("left-de", "live"), ("practice-en", "practice"), ("proven-en", "proven")]:
        codes = None
        for dpi in (300, 200):
            pages = pixels(printed(name, "a4"), dpi)
            assert len(pages) == 2, f"{name} is {len(pages)} pages on A4"
            first, second = scan(pages[0]), scan(pages[1])
            assert len(first) == 1 and first[0].startswith("VHC2:"), f"{name}: {len(first)} codes on page 1 at {dpi} dpi"
            assert second and all(text.startswith("VHP2:") for text in second), name
            assert len(second) == int(second[0].split("/")[1].split(":")[0]), f"{name}: codes are missing on page 2"
            assert codes in (None, first + second), "two resolutions, two readings"
            codes = first + second
            if dpi == 300:
                sizes = [measure for page in pages for measure in measured(page, dpi)]
            for hardship, change in HARDSHIPS.items():
                read = sorted(text for page in pages for text in scan(change(page)))
                hits = sum(text in read for text in codes)
                assert all(text in codes for text in read), f"{name}: read something else when {hardship}"
                seen = tally.setdefault((dpi, hardship), [0, 0])
                seen[0] += hits
                seen[1] += len(codes)
        status, answer = (proven if home == "proven" else agree)(name, home, codes)
        print(f"{name}: {len(codes)} codes, {[len(text) for text in codes]} characters; the verifier says "
              f"{answer['verdict']}, exit {status}, of the codes as of the file")
        bundle, size, more = unpack.verified(codes, known)
        assert bundle == json.loads((WORK / f"{name}.transfer.json").read_text()), f"{name}: unpacked, not the file"
        assert size <= 900, f"{name}: {size} bytes on the first page"
        print(f"{name}: page 1 {size} bytes, {sizes[0]}; page 2 {more} bytes, {'; '.join(sizes[1:])}; unpacked by zlib with "
              "the published dictionaries they are the file, and joserfc verifies it")
    for (dpi, hardship), (hits, all_codes) in tally.items():
        print(f"{dpi} dpi, {hardship}: {hits} of {all_codes} codes")
        # At two thirds of 200 dpi a module of the first page's square is under three pixels: said, not asked for.
        assert hits == all_codes or (dpi == 200 and hardship != "as printed"), f"{dpi} dpi, {hardship}"
    looked_at = 0
    for page in sorted(WORK.glob("*-[a-z][a-z].html")):
        language = page.stem[-2:]
        faults = structure.check(page.read_text(), language)
        assert not faults, f"{page.name}: {faults}"
        # Untouched, on Letter, which headless Chromium takes: its style holds under its own policy.
        assert count(pdf(page, page.with_suffix(".pdf"))) == 2, f"{page.name} is not two pages"
        looked_at += 1
        # Letter is the shorter paper; A4 the narrower one, and French the longest language.
        if language == "fr":
            assert count(printed(page.stem, "a4")) == 2, f"{page.name} is not two pages on A4"
    print(f"{looked_at} pages are two sheets each, on Letter and on A4, and whole to those who cannot see them")


main()
