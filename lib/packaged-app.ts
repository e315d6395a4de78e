import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What `app` is in the cdk.json of a folder in which the package is installed; without quotes that only some shells know. */
const PACKAGED_APP = 'node -e "require(\'pipeline-factory/app\')"';

/** The cdk.json of a folder whose CDK app is the package, with the feature flags that the factory is tested with. */
export function packagedCdkJson(): string {
  const settings = JSON.parse(readFileSync(join(resolve(__dirname, '..'), 'cdk.json'), 'utf8')) as object;
  return `${JSON.stringify({ ...settings, app: PACKAGED_APP }, undefined, 2)}\n`;
}
