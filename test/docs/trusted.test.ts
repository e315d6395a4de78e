import { documentedTemplates } from '../../docs/rights/documented-templates';
import { patternsMeet } from '../../docs/rights/patterns-meet';
import { type Condition, type Right, rightsOf } from '../../docs/rights/read-rights';
import { statementsOf } from '../../docs/rights/template';

const templates = documentedTemplates();
const rights = templates.flatMap(rightsOf);

/** Rights that no policy of a role gives: trusts of roles, policies of keys, buckets, functions, topics and queues. */
const given = rights.filter(({ principal }) => !principal.startsWith('arn:aws:iam:::role/'));

const isService = ({ principal }: Right): boolean => /\.amazonaws\.com$/.test(principal);

const has = ({ conditions }: Right, holds: (condition: Condition) => boolean): boolean =>
  conditions.some(holds);

/** What says in whose name a service asks: `IfExists` would believe a request that does not say. */
const namesSource = (right: Right): boolean =>
  has(
    right,
    ({ key, operator }) =>
      ['aws:SourceAccount', 'aws:SourceArn', 'kms:EncryptionContext:aws:logs:arn'].includes(key) &&
      /^(?:Arn|String)(?:Equals|Like)$/.test(operator),
  );

/**
 * Services that may act in whoever's name, and why: without a condition that AWS documents for the case, nothing would run
 * where it is not met.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
const WITHOUT_SOURCE: readonly {
  readonly service: string;
  readonly resource: RegExp;
  readonly why: string;
}[] = [
  {
    service: 'codepipeline',
    resource: /^role\/shop-\w+-\w+(?:-pr)?$/,
    why: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-service-role.html',
  },
  {
    service: 'ec2',
    resource: /-instance$/,
    why: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html',
  },
  {
    service: 'ecs-tasks',
    resource: /-execution$/,
    why: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
  },
  {
    service: 'lambda',
    resource: /-function$|^role\/shop-(?:foundation|sources)-/,
    why: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
  },
  {
    service: 'logdelivery.elasticloadbalancing',
    resource: /\/load-balancers\/\*\/AWSLogs\/111111111111\/\*$/,
    why: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html',
  },
  {
    service: 'events',
    resource: /^key\//,
    why: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
  },
];

const reasonOf = ({ principal, resource }: Right) =>
  WITHOUT_SOURCE.find(
    (one) =>
      principal === `${one.service}.amazonaws.com` && one.resource.test(resource.replace(/^[^/]*:/, '')),
  );

const textOf = ({ principal, actions, resource }: Right): string =>
  `${principal}: ${actions.join(', ')} on ${resource}`;

test('a service acts in the name of this account or one of its resources, or AWS documents no condition for it', () => {
  const unbound = given.filter((right) => isService(right) && !namesSource(right) && !reasonOf(right));
  expect(unbound.map(textOf)).toEqual([]);
});

test('each exception from that is one that the templates have', () => {
  const used = given.filter((right) => isService(right) && !namesSource(right)).map(reasonOf);
  expect(WITHOUT_SOURCE.filter((one) => !used.includes(one))).toEqual([]);
});

test('whoever is no service is named by its own ARN, or by the claims of its token', () => {
  const unbound = given.filter(
    (right) =>
      !isService(right) &&
      !has(right, ({ key, values }) => key === 'aws:PrincipalArn' && values.every(isNamed)) &&
      !has(right, ({ key, operator }) => key.endsWith(':sub') && operator.startsWith('String')) &&
      !isAdministration(right),
  );
  expect(unbound.map(textOf)).toEqual([]);
});

/** A role, by its name or its beginning. */
const isNamed = (value: string): boolean => /^arn:aws:iam::\d{12}:role\/shop-./.test(value);

/**
 * The account itself, to which a key's policy must leave the key: there the policies of its roles decide.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const isAdministration = ({ principal, actions }: Right): boolean =>
  principal === 'arn:aws:iam::111111111111:root' && actions.join() === 'kms:*';

test('buckets give no right to everybody, and refuse what is not encrypted in transit', () => {
  for (const { Resources } of templates)
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type !== 'AWS::S3::BucketPolicy') continue;
      expect(statementsOf(Properties?.['PolicyDocument'])).toContainEqual(
        expect.objectContaining({
          ...{ Effect: 'Deny', Action: 's3:*' },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }
});

test('no role is given a right twice without a condition: taking one away would show nothing', () => {
  const unconditional = rights.filter(
    ({ principal, conditions }) => principal.startsWith('arn:aws:iam:::role/') && conditions.length === 0,
  );
  const twice = unconditional.flatMap((right, index) =>
    unconditional
      .slice(index + 1)
      .filter((other) => other.principal === right.principal && isPartOf(right.resource, other.resource))
      .flatMap((other) => other.actions.filter((action) => right.actions.includes(action)))
      .filter((action) => actsOn(action, right.resource))
      .map((action) => `${right.principal}: ${action} on ${right.resource}`),
  );
  expect(twice).toEqual([]);
});

const isPartOf = (one: string, other: string): boolean => one === other || patternsMeet(one, other);

/** A statement may name resources of several services, of which an action takes those of its own. */
const actsOn = (action: string, resource: string): boolean =>
  !resource.startsWith('arn:') || resource.split(':')[2] === action.split(':')[0];
