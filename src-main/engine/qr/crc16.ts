/**
 * CRC-16/CCITT-FALSE over the text's UTF-8 bytes: polynomial 1021, start FFFF, no reflection,
 * no final xor. `123456789` gives `29B1`.
 *
 * Always four upper-case hex digits: one code in sixteen has a checksum that begins with a zero,
 * and libraries that leave it out make codes that no bank's app reads.
 */
export function crc16(text: string): string {
  let crc = 0xffff
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) {
      crc = ((crc & 0x8000) !== 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0')
}
