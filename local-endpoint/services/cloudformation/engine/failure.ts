import { randomUUID } from 'node:crypto';

/** Why a resource operation failed: the service's message as CloudFormation wraps it. */
export function failureReason(error: unknown): string {
  if (!isServiceError(error)) return error instanceof Error ? error.message : String(error);
  const { httpStatusCode = 400, requestId = randomUUID() } = error.$metadata;
  const service = serviceName(error);
  const detail = `${error.message} (Service: ${service}, Status Code: ${httpStatusCode}, Request ID: ${requestId})`;
  return `Resource handler returned message: "${detail}" (RequestToken: ${randomUUID()}, HandlerErrorCode: ${handlerCode(error)})`;
}

interface ServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode?: number; readonly requestId?: string };
}

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && '$metadata' in error;

/** Clients name their base class `<Service>ServiceException`. */
function serviceName(error: ServiceError): string {
  for (
    let type = Object.getPrototypeOf(error) as object | null;
    type;
    type = Object.getPrototypeOf(type) as object | null
  ) {
    const match = /^(.+)ServiceException$/.exec(type.constructor.name);
    if (match?.[1]) return match[1];
  }
  return 'AWS';
}

function handlerCode({ name, $metadata }: ServiceError): string {
  if (/AlreadyExists|AlreadyOwned|EntityAlready|Duplicate|Exists$/.test(name)) return 'AlreadyExists';
  if (/AccessDenied|Unauthorized|Forbidden/.test(name) || $metadata.httpStatusCode === 403)
    return 'AccessDenied';
  if (/NotFound|NoSuch/.test(name)) return 'NotFound';
  if (/Invalid|Validation/.test(name)) return 'InvalidRequest';
  return 'GeneralServiceException';
}
