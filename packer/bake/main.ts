import { bake } from './bake';
import { BakeError } from './bake-error';

// A reminder of the SDK's own plans, on a machine that has an older Node than the buildspec asks for.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** The program of a bake's build. Its one argument is the file that it writes the exported variables to. */
bake(process.env, process.argv[2] ?? '').then(
  () => undefined,
  (error: unknown) => {
    const text = error instanceof BakeError ? error.message : ((error as Error).stack ?? String(error));
    process.stderr.write(`bake: ${text}\n`);
    process.exitCode = 1;
  },
);
