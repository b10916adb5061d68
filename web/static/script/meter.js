// Measures a microphone: ten times a second how loud it is, now and then how good that is.
const STEP_MS = 100;
const JUDGED_STEPS = 15;
const FLOOR_DB = -55;
const SOFT = 0.35;
const LOUD = 0.94;

export class Meter {
  // told: {level(share), heard(step_s, loudness), judged("soft" | "good" | "loud")}
  constructor(stream, told) {
    this.told = told;
    this.context = new AudioContext();
    this.analyser = this.context.createAnalyser();
    this.analyser.fftSize = 4096;
    this.context.createMediaStreamSource(stream).connect(this.analyser);
    this.samples = new Float32Array(this.analyser.fftSize);
    this.recent = [];
    this.before = performance.now();
    this.timer = setInterval(() => this.look(), STEP_MS);
  }

  look() {
    this.analyser.getFloatTimeDomainData(this.samples);
    let power = 0;
    let peak = 0;
    for (const one of this.samples) {
      power += one * one;
      peak = Math.max(peak, Math.abs(one));
    }
    const decibel = 10 * Math.log10(power / this.samples.length + 1e-9);
    const share = Math.min(1, Math.max(0, 1 - decibel / FLOOR_DB));
    const now = performance.now();
    this.told.level(share);
    this.told.heard((now - this.before) / 1000, share);
    this.before = now;
    this.recent.push([share, peak]);
    if (this.recent.length < JUDGED_STEPS) return;
    const loudest = Math.max(...this.recent.map((one) => one[0]));
    const highest = Math.max(...this.recent.map((one) => one[1]));
    this.told.judged(highest > LOUD ? "loud" : loudest < SOFT ? "soft" : "good");
    this.recent = [];
  }

  close() {
    clearInterval(this.timer);
    this.context.close();
  }
}
