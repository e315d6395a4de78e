import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, type IPolicyValidationPlugin, Stack, Validations } from 'aws-cdk-lib';
import {
  type CdkPackages,
  cleanTemplates,
  packagesOfCdk,
} from '../../lib/template-validation/clean-templates';
import { validationPlugin } from '../../lib/template-validation/validation-plugin';

let root: string;
let packages: CdkPackages;
/** The stacks that the validator was asked about, of all syntheses. */
let validated: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'validation-plugin-'));
  packages = { folder: join(root, 'node_modules'), manifests: [join(root, 'validator.json')] };
  validated = [];
  writeFileSync(join(root, 'validator.json'), '{"version":"1.0.0"}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const kept = () => join(root, 'node_modules/.cache/pipeline-factory/clean-templates');

/** Objects to resources named Bad or Doubtful, as CDK's validator does. */
const validator: IPolicyValidationPlugin = {
  name: 'not asked for',
  validate: ({ stackTemplates }) => {
    const violations = stackTemplates.flatMap(({ stackConstructPath, templatePath }) => {
      validated.push(stackConstructPath);
      const text = readFileSync(templatePath, 'utf8');
      return ['Bad', 'Doubtful']
        .filter((name) => text.includes(`"${name}"`))
        .map((name) => ({
          ruleName: 'X1',
          description: `${name} is not to be`,
          severity: name === 'Bad' ? 'error' : 'warning',
          violatingResources: [{ resourceLogicalId: name, templatePath, locations: [] }],
        }));
    });
    return { success: violations.every(({ severity }) => severity !== 'error'), violations };
  },
};

interface Given {
  /** Logical ids of the resources of each stack. */
  readonly stacks: Readonly<Record<string, readonly string[]>>;
  readonly region?: string;
  readonly acknowledge?: boolean;
  readonly now?: number;
}

/** A synthesis of its own, in which stacks have these resources. @returns what was objected to, and who was asked about */
function synthesize({ stacks, region = 'us-east-1', acknowledge, now = Date.now() }: Given) {
  validated = [];
  const app = new App({
    outdir: join(root, 'cdk.out'),
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { '@aws-cdk/core:validateAgainstDefaultRules': true },
  });
  for (const [id, names] of Object.entries(stacks)) {
    const stack = new Stack(app, id, { env: { account: '111111111111', region } });
    for (const name of names) {
      const resource = new CfnResource(stack, name, { type: 'AWS::SNS::Topic' });
      if (acknowledge)
        Validations.of(resource).acknowledge({ id: 'CloudFormation-Validate::X1', reason: 'test' });
    }
  }
  const clean = cleanTemplates(packages, () => now);
  Validations.of(app).addPlugins(validationPlugin(clean, () => validator));
  const said = jest.spyOn(console, 'error').mockImplementation();
  let failed = '';
  try {
    app.synth();
  } catch (error) {
    failed = String(error);
  }
  const text = failed + said.mock.calls.join('\n');
  said.mockRestore();
  return {
    validated,
    failed: failed !== '',
    found: [...text.matchAll(/(\w+) is not to be/g)].map(([, name]) => name),
  };
}

test('a template that was found clean is not validated again, one that is changed or new is', () => {
  expect(synthesize({ stacks: { a: ['Good'], b: ['Good'] } }).validated).toEqual(['a', 'b']);
  expect(synthesize({ stacks: { a: ['Good'], b: ['Good'] } }).validated).toEqual([]);
  expect(synthesize({ stacks: { a: ['Good', 'Fine'], b: ['Good'], c: ['Fine'] } }).validated).toEqual([
    'a',
    'c',
  ]);
});

test('a template with a finding is validated each time, and fails each synthesis, beside clean ones', () => {
  const stacks = { a: ['Good'], b: ['Bad'] };
  expect(synthesize({ stacks })).toEqual({ validated: ['a', 'b'], failed: true, found: ['Bad'] });
  expect(synthesize({ stacks })).toEqual({ validated: ['b'], failed: true, found: ['Bad'] });
  expect(synthesize({ stacks: { a: ['Bad'] } })).toMatchObject({ failed: true, found: ['Bad'] });
});

test('a warning is printed each time', () => {
  const stacks = { a: ['Doubtful'] };
  for (let round = 1; round <= 2; round++)
    expect(synthesize({ stacks })).toMatchObject({ failed: false, found: ['Doubtful'] });
});

test("an acknowledgement by the rule's name in CDK's validator silences it, and only as long as it is there", () => {
  const stacks = { a: ['Bad'] };
  expect(synthesize({ stacks, acknowledge: true })).toMatchObject({ failed: false, found: [] });
  expect(synthesize({ stacks })).toMatchObject({ failed: true, found: ['Bad'] });
});

test('it is validated again for another region, by another validator, or after a week', () => {
  const stacks = { a: ['Good'] };
  synthesize({ stacks });
  expect(synthesize({ stacks, region: 'eu-west-1' }).validated).toEqual(['a']);
  expect(synthesize({ stacks, now: Date.now() + 6.9 * 86_400_000 }).validated).toEqual([]);
  expect(synthesize({ stacks, now: Date.now() + 7.1 * 86_400_000 }).validated).toEqual(['a']);
  writeFileSync(join(root, 'validator.json'), '{"version":"1.0.1"}');
  expect(synthesize({ stacks }).validated).toEqual(['a']);
});

test('what is remembered is forgotten when it is a week old', () => {
  synthesize({ stacks: { a: ['Good'] } });
  const [old = ''] = readdirSync(kept());
  utimesSync(join(kept(), old), 0, 0);
  synthesize({ stacks: { a: ['Fine'] } });
  expect(readdirSync(kept())).toHaveLength(1);
  expect(readdirSync(kept())).not.toContain(old);
});

test('all are validated each time where nothing can be remembered', () => {
  const stacks = { a: ['Good'] };
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'node_modules/.cache'), 'a file');
  for (let round = 1; round <= 2; round++) expect(synthesize({ stacks }).validated).toEqual(['a']);
});

test('a folder in the place of a template that was found clean counts for nothing', () => {
  const stacks = { a: ['Good'] };
  synthesize({ stacks });
  const [name = ''] = readdirSync(kept());
  rmSync(join(kept(), name));
  mkdirSync(join(kept(), name));
  expect(synthesize({ stacks }).validated).toEqual(['a']);
});

test("CDK's validator is found, with its version", () => {
  const { manifests = [] } = packagesOfCdk() ?? {};
  const names = manifests.map((file) => (JSON.parse(readFileSync(file, 'utf8')) as { name: string }).name);
  expect(names).toEqual(['aws-cdk-lib', '@aws/cloudformation-validate']);
});
