/**
 * What a till and a PN532 module say to each other, byte by byte, each with its origin; none comes
 * from our own codecs. What stands for a card's number was made up where its origin left it out.
 */
export const moduleBytes = {
  /** PN532 user manual, 6.2.1.3; libnfc's `pn53x_ack_frame`. */
  ack: '0000ff00ff00',
  /** The same, 6.2.1.4. */
  nack: '0000ffff0000',
  /** The same, 6.2.1.5; seen by martin-eden/Embedded_Scrapyard, "syntax error respone". */
  syntaxError: '0000ff01ff7f8100',
  /** libnfc's `pn532_uart_wakeup`, and behind it its SAMConfiguration without a time limit. */
  wakeUp: '55550000000000000000000000000000',
  /** As by hand over a serial line: "wake up reader" in a public script, and "Wake up" of a vendor's command set. */
  normalMode: '0000ff03fdd414011700',
  normalModeSet: '0000ff02fed5151600',
  /** PN532 user manual, 7.2.2; nfcpy's `get_version_cmd` and `get_version_rsp`. */
  firmware: '0000ff02fed4022a00',
  firmware16: '0000ff06fad50332010607e800',
  /** Log of libnfc on a serial line: any card, and there was none. */
  pollAny: '0000ff09f7d44a010100ffff0100e100',
  polledNone: '0000ff03fdd54b00e000',
  /** By the manual, 7.3.5, with the system of Octopus: its sum is 8008 in place of FFFF. */
  pollOctopus: '0000ff09f7d44a010100800801005700',
  /** ACS, ACR122L manual 0.03, page 42 (there without the frame around it): a real Octopus of system 8008. */
  polledOctopus: '0000ff18e8d54b01011401010105018604020203004b024f498a8a8008af00',
  /** "response observed on hardware" of a public reader, with its acknowledgement before it: 18 bytes, no system. */
  takenAndPolledShort: '0000ff00ff000000ff16ead54b0101120101010112ec23aa1f0136428247459affbe00',
  /** ACS, ACR122U API 2.04, 7.3 (there of service 0109, and without the frame), with the card of above. */
  readOctopus: '0000ff13edd4400110060101050186040202011701018000a500',
  release: '0000ff03fdd45201d900',
  released: '0000ff03fdd55300d800',
} as const

/** A frame around data in hexadecimal digits, worked out here. */
export function moduleFrame(dataHex: string): string {
  const data = Buffer.from(dataHex, 'hex')
  const two = (byte: number): string => (byte & 0xff).toString(16).padStart(2, '0')
  const sum = data.reduce((total, byte) => total + byte, 0)
  return `0000ff${two(data.length)}${two(-data.length)}${dataHex}${two(-sum)}00`
}

/** Of the card of `polledOctopus`. @param blockHex 16 bytes */
export const blockOfOctopus = (blockHex: string): string =>
  moduleFrame(`d541001d070101050186040202000001${blockHex}`)

/** The same card, as STMicroelectronics' community has it of another: flags 01 A6, and no block. */
export const sealedOctopus = moduleFrame('d541000c07010105018604020201a6')
/** PN532 user manual, 7.1: time out, nobody answered. */
export const lostOctopus = moduleFrame('d54101')
