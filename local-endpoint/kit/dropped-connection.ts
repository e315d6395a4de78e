/** A connection that ends without an answer: the caller sees `ECONNRESET`, which SDKs and the AWS CLI repeat. */
export class DroppedConnection extends Error {
  readonly code = 'ECONNRESET';

  constructor() {
    super('socket hang up');
    this.name = 'Error'; // as Node's own; clients go by the code
  }
}
