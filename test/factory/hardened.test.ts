import { type App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import { everything, HARDENED } from '../support/everything';
import { appOf } from '../support/synthesized';
import { CHECKOV_RULES, type CheckovRule, OWN_RULES } from './support/checkov';

const app = appOf(everything({ stg: HARDENED, prd: HARDENED }));
const resources = resourcesOf(app);

describe('the templates of hardened environments', () => {
  it.each(CHECKOV_RULES.map(({ id, types, passes }) => ({ id, types, passes })))(
    'keep $id of Checkov, or have the reason beside the resource',
    (rule) => {
      expect(violations(rule)).toEqual([]);
    },
  );

  it.each(OWN_RULES.map(({ id, types, passes }) => ({ id, types, passes })))(
    'keep $id everywhere',
    (rule) => {
      expect(violations(rule)).toEqual([]);
    },
  );

  it('acknowledge no rule of Checkov that the resource keeps', () => {
    const needless = resources.flatMap(({ construct, type, properties }) =>
      [...acknowledged(construct)]
        .filter((id) => id.startsWith('CKV_'))
        .filter((id) => {
          const rule = CHECKOV_RULES.find((one) => one.id === id);
          return !rule || !rule.types.includes(type) || rule.passes(properties, type);
        })
        .map((id) => `${id} at ${construct.node.path}`),
    );
    expect(needless).toEqual([]);
  });

  it('have a flow log for each VPC', () => {
    const count = (type: string) => resources.filter((resource) => resource.type === type).length;
    expect(count('AWS::EC2::VPC')).toBeGreaterThan(0);
    expect(count('AWS::EC2::FlowLog')).toBe(count('AWS::EC2::VPC'));
  });

  it('are of stacks that are protected from deletion', () => {
    expect(app.synth().stacks.filter(({ terminationProtection }) => !terminationProtection)).toEqual([]);
  });
});

describe('an environment that is not hardened', () => {
  const plain = resourcesOf(appOf(everything()));

  it('pays for none of it', () => {
    // Of functions that a team releases, the config says what is reserved for them.
    const ours = plain.filter(
      ({ properties: { Description } }) => !/^Released by /.test(String(Description)),
    );
    const text = JSON.stringify(ours.map(({ properties }) => properties));
    for (const part of [
      'access_logs',
      'deletion_protection',
      'KmsKeyId',
      'ReservedConcurrent',
      'LoggingConfig',
    ])
      expect(text.replaceAll('"LoggingConfig":{"LogFormat"', '')).not.toContain(part);
    expect(plain.filter(({ type }) => type === 'AWS::EC2::FlowLog')).toEqual([]);
  });
});

interface Resource {
  readonly construct: IConstruct;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The resources of all stacks, as their templates have them. */
function resourcesOf(app: App): Resource[] {
  const stacks = app.node.children.filter((child): child is Stack => child instanceof Stack);
  return stacks.flatMap((stack) => {
    const { Resources } = Template.fromStack(stack).toJSON() as {
      Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
    };
    return stack.node
      .findAll()
      .filter((construct): construct is CfnResource => construct instanceof CfnResource)
      .flatMap((construct) => {
        const resource = Resources[stack.resolve(construct.logicalId) as string];
        return resource ? [{ construct, type: resource.Type, properties: resource.Properties ?? {} }] : [];
      });
  });
}

function violations({ id, types, passes }: CheckovRule): string[] {
  return resources
    .filter(({ type }) => types.includes(type))
    .filter(({ type, properties }) => !passes(properties, type))
    .filter(({ construct }) => !acknowledged(construct).has(id))
    .map(({ construct }) => construct.node.path);
}

/** The rules that are acknowledged at a construct. */
function acknowledged({ node }: IConstruct): Set<string> {
  const entries = node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  return new Set(entries.flatMap(({ data }) => ids(data)));
}

/** The ids in an entry of the metadata, which CDK keeps with a prefix. */
const ids = (data: unknown): string[] => JSON.stringify(data).match(/CKV_AWS_\d+/g) ?? [];
