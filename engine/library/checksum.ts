/**
 * FNV-1a over UTF-16 units, 32 bits, in hex: enough against a damaged disk and to name a file, no proof of anything.
 * Quicker than loading Node's hashes, which takes as long as a quarter of an empty process.
 */
export function checksum(text: string): string {
  let sum = 0x811c9dc5
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193)
  return (sum >>> 0).toString(16)
}

/** The same over bytes, four at a time. */
export function checksumBytes(bytes: Uint8Array): string {
  const { buffer, byteOffset, length } = bytes
  const whole = length - (length % 4)
  let sum = 0x811c9dc5 ^ length
  const add = (unit: number) => (sum = Math.imul(sum ^ unit ^ (unit >>> 15), 0x01000193))
  for (const word of new Uint32Array(buffer.slice(byteOffset, byteOffset + whole))) add(word)
  for (const byte of bytes.subarray(whole)) add(byte)
  return (sum >>> 0).toString(16)
}
