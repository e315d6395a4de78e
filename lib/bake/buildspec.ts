import { stringify } from 'yaml';
import { BAKE_VARIABLES } from '../../handlers/contract/create-launch-template-version';
import type { BakeFiles } from './bake-files';

/**
 * The buildspec of a bake: downloads what is in `packer/`, installs what is missing, and runs its program, which leaves the
 * exported variables in a file of shell assignments. A command that fails ends the build.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function bakeBuildspec({ bucket, key }: BakeFiles): string {
  return stringify(
    {
      version: 0.2,
      env: { shell: 'bash', 'exported-variables': [...BAKE_VARIABLES] },
      phases: {
        install: {
          'runtime-versions': { nodejs: 22, python: 3.13 },
          commands: [
            'export BAKE="$(mktemp -d)"',
            `aws s3 cp --only-show-errors "s3://${bucket}/${key}" "$BAKE/files.zip"`,
            'unzip -q "$BAKE/files.zip" -d "$BAKE"',
            'bash "$BAKE/install.sh" "$BAKE/bin"',
            'export PATH="$BAKE/bin:$PATH"',
          ],
        },
        build: {
          'on-failure': 'ABORT',
          commands: ['node "$BAKE/bake.mjs" "$BAKE/variables"', '. "$BAKE/variables"'],
        },
      },
    },
    { lineWidth: 0 },
  );
}
