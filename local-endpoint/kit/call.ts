import type { HeaderFields } from './http/header-fields';
import type { CallContext } from './operation';

/** The protocol of a request. https://smithy.io/2.0/aws/protocols/index.html; `rest-other` is that of any REST service without a schema here. */
export type Protocol = 'json' | 'query' | 'ec2-query' | 'rest-json' | 'rest-xml' | 'cbor' | 'rest-other';

/** An HTTP request, its body in memory, S3's virtual-host style and chunked uploads already undone. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, percent-encoded as they came. */
  readonly path: string;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
}

/** A request with its service, operation, input and caller. */
export interface ApiCall {
  /** As in IAM actions: `cloudwatch`, not `monitoring`. */
  readonly service: string;
  readonly protocol: Protocol;
  /** The operation's API name; for `rest-other` method and path. */
  readonly operation: string;
  /** Members as the API reference names them. Scalars of the query protocol are strings. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly context: CallContext;
  readonly request: RawRequest;
  /** AWS's request id, in every answer. */
  readonly requestId: string;
}
