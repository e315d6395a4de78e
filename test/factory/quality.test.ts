import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { pythonTool } from '@pipeline-factory/local-endpoint/testing';
import { everything, HARDENED } from '../support/everything';
import { appOf } from '../support/synthesized';

/** The checks of two whole apps take their time on a busy machine. */
jest.setTimeout(120_000);

/** Elsewhere jest.config.cjs turns CDK's own validation off. */
process.env.CDK_VALIDATION = 'true';

const EXAMPLE = readFileSync(resolve(__dirname, '../../pipelines.yaml'), 'utf8');

const CONFIGS = [
  ['the example', EXAMPLE],
  ['every key of the schema, with a hardened environment', everything({ stg: HARDENED })],
] as const;

/** The apps of all configs; each is synthesized once, for all that looks at its templates. */
const apps = CONFIGS.map(([, yaml]) => appOf(yaml));

describe.each(CONFIGS.map(([name], index) => ({ name, app: apps[index] as App })))(
  'the templates of $name',
  ({ app }) => {
    it('pass AwsSolutions, or have the reason beside the resource', () => {
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      expect(findings(app)).toEqual([]);
    });
  },
);

it('the templates of all configs pass cfn-lint without a warning', () => {
  const stacks = apps.flatMap((app) => app.synth().stacks);
  const templates = stacks.map(({ templateFullPath }) => templateFullPath);
  expect(run(pythonTool('cfn-lint'), ['--template', ...templates])).toBe('');
});

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** What the checks object to, as `rule at construct`. */
function findings(app: App): string[] {
  const said = jest.spyOn(console, 'error').mockImplementation();
  try {
    app.synth();
  } catch (error) {
    if (!String(error).includes('Validation failed')) throw error;
  } finally {
    said.mockRestore();
  }
  const { pluginReports } = JSON.parse(
    readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'),
  ) as Report;
  return pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    ),
  );
}

function run(command: string, parameters: readonly string[]): string {
  try {
    return execFileSync(command, parameters, { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
