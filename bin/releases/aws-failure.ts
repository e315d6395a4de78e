import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';

/** Errors of the SDK, by name, that the person who calls the command can correct. */
const EXPECTED: Readonly<Record<string, string>> = {
  AccessDenied: 'your credentials may not do this',
  AccessDeniedException: 'your credentials may not do this',
  UnauthorizedOperation: 'your credentials may not do this',
  CredentialsProviderError: 'there are no AWS credentials',
  ExpiredToken: 'your credentials have expired',
  ExpiredTokenException: 'your credentials have expired',
  InvalidClientTokenId: 'AWS does not know your credentials',
  UnrecognizedClientException: 'AWS does not know your credentials',
};

/** The SDK does not say of which profile it looked for credentials. */
const ofProfile = (errorName: string): string =>
  errorName === 'CredentialsProviderError' && process.env.AWS_PROFILE
    ? ` in the profile ${process.env.AWS_PROFILE}`
    : '';

/** Codes of Node's network errors. */
const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/**
 * Runs what calls AWS.
 * @throws ExpectedError with one line instead of a stack, where credentials, permissions, region or network are the cause
 */
export async function withExpectedFailures<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    const reason = EXPECTED[name];
    if (reason !== undefined) throw new ExpectedError(`${reason}${ofProfile(name)}: ${message}`);
    if (message === 'Region is missing')
      throw new ExpectedError('there is no region: --region, AWS_REGION or the config must name it');
    if (code !== undefined && UNREACHABLE.includes(code))
      throw new ExpectedError(`AWS cannot be reached: ${message || code}`);
    throw error;
  }
}
