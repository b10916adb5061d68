// Cuts what the microphone hears into frames of 20 ms: 16 bit, little endian, with peak and time.
"use strict";
class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.size = Math.round(sampleRate / 50);
    this.begin();
    this.total = 0;
  }

  begin() {
    this.frame = new DataView(new ArrayBuffer(this.size * 2));
    this.fill = 0;
    this.peak = 0;
  }

  process(inputs) {
    const channels = inputs[0];
    if (!channels.length) return true;
    const samples = channels[0];
    for (let n = 0; n < samples.length; n++) {
      const value = Math.max(-1, Math.min(1, samples[n]));
      this.peak = Math.max(this.peak, Math.abs(value));
      this.frame.setInt16(this.fill * 2, Math.round(value * 32767), true);
      this.fill += 1;
      if (this.fill === this.size) this.give();
    }
    return true;
  }

  give() {
    const pcm = this.frame.buffer, us = Math.round(this.total * 1e6 / sampleRate);
    this.port.postMessage({ pcm: pcm, us: us, peak: this.peak }, [pcm]);
    this.total += this.size;
    this.begin();
  }
}
registerProcessor("capture", Capture);
