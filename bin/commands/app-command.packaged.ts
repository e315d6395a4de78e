import { join } from 'node:path';

/** The arguments with which Node runs the CDK app that the package's build has bundled. */
export const appCommand = (): string[] => [join(__dirname, '..', '..', 'cdk', 'app.cjs')];
