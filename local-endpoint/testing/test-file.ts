/** What the Jest environment gives each test file. */
export interface TestFileContext {
  /** Twelve digits that no other test file of the worker has. */
  readonly account: string;
  /** Another one, for what crosses accounts. */
  readonly otherAccount: string;
  /** Starts the moto of the worker when it is first called. @returns its base URL, without a slash at the end */
  moto(): Promise<string>;
}

function testFile(): TestFileContext {
  const { localEndpointTest } = globalThis as { localEndpointTest?: TestFileContext };
  if (!localEndpointTest)
    throw new Error('testEnvironment in jest.config.cjs must be local-endpoint/testing/jest-environment.ts');
  return localEndpointTest;
}

/**
 * The account of this test file; dummy credentials act in it. moto is shared by all test files of a Jest worker, so what
 * is not kept by account (names of buckets) must have the account in its name.
 */
export const ACCOUNT = testFile().account;

/** An account that is not {@link ACCOUNT}, of this test file as well. */
export const OTHER_ACCOUNT = testFile().otherAccount;

/** The region that tests use. */
export const REGION = 'ap-northeast-1';

/** The base URL of the moto that the test files of a Jest worker share; the first call starts it. */
export const motoUrl = (): Promise<string> => testFile().moto();

/** The name of a bucket of this test file: accounts share one namespace of buckets. */
export const bucketName = (name: string): string => `${name}-${ACCOUNT}`;
