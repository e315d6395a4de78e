import type { STSClientConfig } from '@aws-sdk/client-sts';
import { inProcessHandler, type ReachableEndpoint, type RequestHandler } from './in-process-handler';

type SignerClass = NonNullable<STSClientConfig['signerConstructor']>;
type SignerOptions = ConstructorParameters<SignerClass>[0];
type Signer = InstanceType<SignerClass>;

/** Configuration of clients in the endpoint's own process, without what only matters between machines: half of the time of a call. */
export interface InProcessClient {
  readonly requestHandler: RequestHandler;
  readonly signerConstructor: SignerClass;
  readonly logger: NonNullable<STSClientConfig['logger']>;
  readonly defaultUserAgentProvider: NonNullable<STSClientConfig['defaultUserAgentProvider']>;
}

/** @param endpoint called only once it listens */
export function inProcessClient(endpoint: () => ReachableEndpoint): InProcessClient {
  return {
    requestHandler: inProcessHandler(endpoint),
    signerConstructor: ScopeOnly,
    logger: SILENT,
    defaultUserAgentProvider: () => Promise.resolve([]),
  };
}

/** Names the credentials and their scope, as the endpoint reads them. It does not verify signatures, so none is computed. */
class ScopeOnly implements Signer {
  constructor(private readonly options: SignerOptions) {}

  async sign(
    request: Parameters<Signer['sign']>[0],
    scope: Parameters<Signer['sign']>[1] = {},
  ): ReturnType<Signer['sign']> {
    const { credentials, region, service } = this.options;
    const { accessKeyId } = typeof credentials === 'function' ? await credentials() : credentials;
    const signingRegion = scope.signingRegion ?? (typeof region === 'function' ? await region() : region);
    const parts = [accessKeyId, '20260101', signingRegion, scope.signingService ?? service, 'aws4_request'];
    request.headers.authorization = `AWS4-HMAC-SHA256 Credential=${parts.join('/')}, SignedHeaders=host, Signature=none`;
    return request;
  }
}

const ignore = (): void => undefined;

/** Without `info` and `error`: for them a client copies each input and output, to leave out what is sensitive. */
const SILENT = { trace: ignore, debug: ignore, warn: ignore } as InProcessClient['logger'];
