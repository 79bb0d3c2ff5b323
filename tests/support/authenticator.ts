/** An authenticator for passkeys, as small as WebAuthn lets one be: an ES256 key, no attestation. */
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest()
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const [PRESENT, HAS_KEY] = [0x01, 0x40]

export class Authenticator {
  /** Where the browser says that it is. */
  origin: string
  counter = 0
  readonly id = base64url(randomBytes(16))
  readonly #key = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  constructor(origin: string) {
    this.origin = origin
  }

  /** What `navigator.credentials.create` resolves to, as JSON. */
  create({ challenge, rp }: { challenge: string; rp: { id: string } }) {
    const { x, y } = this.#key.publicKey.export({ format: 'jwk' })
    const coordinate = (text?: string) =>
      Buffer.concat([Buffer.of(0x58, 32), Buffer.from(text!, 'base64url')])
    // A COSE key in CBOR: EC2, ES256, P-256, x, y.
    const key = Buffer.concat([
      Buffer.from('a5010203262001', 'hex'),
      Buffer.of(0x21),
      coordinate(x),
      Buffer.of(0x22),
      coordinate(y),
    ])
    const id = Buffer.from(this.id, 'base64url')
    const own = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, key])
    const authData = Buffer.concat([this.#data(rp.id, PRESENT | HAS_KEY), own])
    const attestationObject = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
      Buffer.of(authData.length),
      authData,
    ])
    const clientDataJSON = base64url(this.#client('webauthn.create', challenge))
    return this.#credential({ clientDataJSON, attestationObject: base64url(attestationObject) })
  }

  /** What `navigator.credentials.get` resolves to, as JSON. */
  get({ challenge, rpId }: { challenge: string; rpId: string }) {
    this.counter++
    const client = this.#client('webauthn.get', challenge)
    const data = this.#data(rpId, PRESENT)
    const signature = createSign('sha256')
      .update(Buffer.concat([data, sha256(client)]))
      .sign(this.#key.privateKey)
    return this.#credential({
      clientDataJSON: base64url(client),
      authenticatorData: base64url(data),
      signature: base64url(signature),
    })
  }

  #credential(response: Record<string, string>) {
    return { id: this.id, rawId: this.id, type: 'public-key', response, clientExtensionResults: {} }
  }

  #client(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin }))
  }

  #data(rpId: string, flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([sha256(rpId), Buffer.of(flags), counter])
  }
}
