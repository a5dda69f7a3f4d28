// Codes read by the camera or from a picture, where the browser can (BarcodeDetector). Where it cannot, that is said.
import { beginsAsCode } from './code-parts.js';
import { byID } from './dom.js';

/** A reader of QR codes, or null. */
export async function codeReader() {
  if (!('BarcodeDetector' in window)) return null;
  try {
    const formats = await window.BarcodeDetector.getSupportedFormats();
    return formats.includes('qr_code') ? new window.BarcodeDetector({ formats: ['qr_code'] }) : null;
  } catch {
    return null;
  }
}

/** The texts of our codes in a picture. */
export async function codesInPicture(reader, file) {
  const picture = await createImageBitmap(file);
  try {
    return (await reader.detect(picture)).map(({ rawValue }) => rawValue).filter(beginsAsCode);
  } finally {
    picture.close();
  }
}

/** The camera, which collects codes until it is told to stop: a paper may carry several. */
export class Scanner {
  /** @param done called with the texts read, one a line */
  constructor(reader, done) {
    this.reader = reader;
    this.done = done;
    this.found = new Set();
    this.stream = null;
    byID('camera-done').addEventListener('click', () => this.finish());
    byID('camera-stop').addEventListener('click', () => this.stop());
  }

  async start() {
    const words = byID('camera-words');
    byID('camera').hidden = false;
    this.found.clear();
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
    } catch {
      words.textContent = 'The camera could not be used. Paste the text of the code instead.';
      return;
    }
    const video = byID('video');
    video.srcObject = this.stream;
    await video.play();
    words.textContent = 'Hold the code in front of the camera.';
    while (this.stream) {
      for (const { rawValue } of await this.reader.detect(video).catch(() => [])) if (beginsAsCode(rawValue)) this.found.add(rawValue);
      if (this.found.size > 0) {
        const count = this.found.size;
        words.textContent = `${count} code${count === 1 ? '' : 's'} read. If the paper has more, hold each in front of the camera.`;
      }
      await new Promise((resolve) => {
        setTimeout(resolve, 150);
      });
    }
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    byID('camera').hidden = true;
  }

  finish() {
    this.stop();
    if (this.found.size > 0) this.done([...this.found].join('\n'));
  }
}
