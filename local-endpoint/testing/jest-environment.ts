import { TestEnvironment } from 'jest-environment-node';
import { shareRealm } from './shared-realm';
import { sharedMoto } from './shared-moto';
import type { TestFileContext } from './test-file';

/** How many test files this worker has begun. */
let files = 0;

/**
 * Node's environment, and for each test file an account of its own in the one moto of its Jest worker. It is loaded
 * once a worker, outside the sandbox of the test files.
 */
export default class LocalEndpointEnvironment extends TestEnvironment {
  private readonly endSharing: () => void;

  constructor(...[config, context]: ConstructorParameters<typeof TestEnvironment>) {
    super(config, context);
    files += 1;
    const localEndpointTest: TestFileContext = {
      account: `1${String(files).padStart(11, '0')}`,
      otherAccount: `2${String(files).padStart(11, '0')}`,
      moto: sharedMoto,
    };
    Object.assign(this.global, { localEndpointTest });
    this.endSharing = shareRealm(this.global);
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    this.endSharing();
  }
}
