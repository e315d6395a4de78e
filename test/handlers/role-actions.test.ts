import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ActionFunction } from '../../handlers/contract/action-function';
import { MAX_SESSION_POLICY_LENGTH, sessionPolicy } from '../../handlers/session-policy';

const HANDLERS = resolve(__dirname, '../../handlers');

/** Imports of values. */
const IMPORT = /^import \{([^}]*)\} from '([^']+)';/gm;

/** The clients whose IAM actions begin with another name than theirs. */
const PREFIXES: Readonly<Record<string, string>> = {
  'auto-scaling': 'autoscaling',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
};

/** What functions call with their own role, or with the credentials of a job's artifacts. */
const OWN = ['codepipeline:PutJobFailureResult', 'codepipeline:PutJobSuccessResult', 'sts:AssumeRole'];
const CONFIRMING = ['codepipeline:GetPipelineState', 'codepipeline:ListActionExecutions'];

/** What AWS asks for beside the action of a call, by what asks for it. */
const DEPENDENT: Readonly<Record<string, string>> = {
  'cloudwatch:DescribeAlarms': 'an instance refresh watches the alarms that it names',
  'codedeploy:GetDeploymentConfig': 'nobody may begin a deployment who could not read its configuration',
  'codedeploy:RegisterApplicationRevision': 'a deployment registers its revision',
  'ec2:CreateTags': 'instances that Auto Scaling launches are tagged by the template',
  'ec2:DeleteSnapshot': 'an image is deregistered with its snapshots',
  'ec2:DescribeSecurityGroups': 'nobody may put a function into a network who could not look at it',
  'ec2:DescribeSubnets': '″',
  'ec2:DescribeVpcs': '″',
  'ec2:RunInstances': 'nobody may make a group who could not launch its template',
  'ecs:TagResource': 'a revision is registered with tags',
  'iam:PassRole': 'of instance profiles, lifecycle hooks and tasks',
  'inspector2:ListAccountPermissions': 'ECR asks Amazon Inspector in the name of whoever asks for findings',
  'inspector2:ListCoverage': '″',
  'inspector2:ListFindings': '″',
  'kms:Decrypt': 'artifacts are encrypted with the key of the environment',
};

const functions = readdirSync(HANDLERS)
  .filter((name) => existsSync(join(HANDLERS, name, 'handler.ts')) && name !== 'empty-bucket')
  .map((name) => ({ name }));

describe.each(functions)('the session that $name takes of a pipeline’s role', ({ name }) => {
  const { roleActions } = actionFunction(name);
  const called = [...callsOf(join(HANDLERS, name, 'handler.ts'))].filter((action) => !OWN.includes(action));

  it('may do what the code of the function calls', () => {
    const ofArtifacts = readsJobArtifacts(name) ? ['s3:GetObject'] : [];
    const byFunction = [...CONFIRMING, ...ofArtifacts];
    expect(called.filter((action) => !roleActions.includes(action) && !byFunction.includes(action))).toEqual(
      [],
    );
  });

  it('may do nothing else, but for what AWS asks for beside it', () => {
    expect(roleActions.filter((action) => !called.includes(action) && !(action in DEPENDENT))).toEqual([]);
  });

  it('fits into what STS takes', () => {
    expect(sessionPolicy(roleActions).length).toBeLessThanOrEqual(MAX_SESSION_POLICY_LENGTH);
  });

  it('lists each action once, in order', () => {
    expect(roleActions).toEqual([...new Set(roleActions)].sort());
  });
});

function actionFunction(name: string): ActionFunction {
  const contract = jest.requireActual<Record<string, unknown>>(join(HANDLERS, 'contract', name));
  const found = contract[name.toUpperCase().replaceAll('-', '_')];
  if (!found) throw new Error(`handlers/contract/${name}.ts must export its action function`);
  return found as ActionFunction;
}

const readsJobArtifacts = (name: string): boolean =>
  readFileSync(join(HANDLERS, name, 'handler.ts'), 'utf8').includes('artifactClient');

/** The IAM actions of the SDK's commands and paginators that a module and what it imports import. */
function callsOf(file: string, seen = new Set<string>(), found = new Set<string>()): Set<string> {
  seen.add(file);
  for (const [, names = '', from = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const values = names.split(',').map((one) => one.trim());
    const imported = from.startsWith('.') && `${resolve(dirname(file), from)}.ts`;
    if (imported && !seen.has(imported)) callsOf(imported, seen, found);
    const client = /^@aws-sdk\/client-(.+)$/.exec(from)?.[1];
    for (const value of client ? values : []) {
      const operation = /^(?:(\w+)Command|paginate(\w+))$/.exec(value);
      if (operation && client) found.add(`${PREFIXES[client] ?? client}:${operation[1] ?? operation[2]}`);
    }
  }
  return found;
}
