/** Keys as the engine needs them: something that signs, something that checks. Parts; the host brings them. */
import type {
  PublicKey,
  SignatureAlgorithm,
  WireEnrolment,
} from '../../../src-shared/aggregator/counters.ts'

/** The counter's own key. Its private half stays where it is. */
export type MessageSigner = {
  readonly keyId: string
  readonly algorithm: SignatureAlgorithm
  /** SubjectPublicKeyInfo, DER in base64. */
  readonly spki: string
  sign(data: Uint8Array): Uint8Array | Promise<Uint8Array>
}

export type Keys = {
  /** @throws where the key cannot be read */
  verifier(key: PublicKey): (data: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>
  /** A compact JWE with RSA-OAEP-256 and A256GCM. */
  seal(text: string, sealingKey: NonNullable<WireEnrolment['sealingKey']>): Promise<string>
}

/** What a counter knows of its aggregator since it was enrolled. Holds no secret. */
export type Enrolment = WireEnrolment & {
  /** Without a slash at the end. */
  readonly baseUrl: string
}
