import type { CallContext } from './operation';

/** How a request is written down. https://smithy.io/2.0/aws/protocols/index.html; `rest-other` is any REST service the endpoint does not know. */
export type Protocol = 'json' | 'query' | 'ec2' | 'rest-json' | 'rest-xml' | 'cbor' | 'rest-other';

/** An HTTP request, its body in memory, S3's virtual-host style and chunked uploads already undone. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, percent-encoded as they came. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** A request whose meaning is known. */
export interface ApiCall {
  /** As in IAM actions: `cloudwatch`, not `monitoring`. */
  readonly service: string;
  readonly protocol: Protocol;
  /** The operation's API name; method and path of a REST service the endpoint does not know. */
  readonly operation: string;
  /** As the API reference names it. Scalars of the query protocols are strings where no schema tells more. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly context: CallContext;
  readonly request: RawRequest;
  /** AWS's request id, in every answer. */
  readonly requestId: string;
}
