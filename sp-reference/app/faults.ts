/**
 * A message from the IdP or the browser that the protocols do not allow: a forged signature, a state that is not
 * ours, an answer that came twice. The message is shown to the person; `cause` goes to the log only.
 */
export class ProtocolFault extends Error {
  override readonly name = "ProtocolFault";
  readonly status: number;

  constructor(message: string, options: { readonly status?: number; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = options.status ?? 400;
  }
}

/** The IdP itself said no: cancelled, access denied, a SAML status other than Success. */
export class IdpRefusal extends Error {
  override readonly name = "IdpRefusal";
}

/** The IdP gives nothing more for a session that it began: whoever it was given to is put out there. */
export class Withdrawn extends ProtocolFault {}
