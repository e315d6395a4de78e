import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A stack of a hand-written cloud assembly: its resources, and where it goes. */
export interface HandWrittenStack {
  readonly resources: object;
  /** @default - 111111111111/ap-northeast-1 */
  readonly accountRegion?: string;
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Writes a cloud assembly as `cdk synth` would; it goes when the test file ends. @returns its folder */
export function assemblyOf(stacks: Readonly<Record<string, HandWrittenStack>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  folders.push(folder);
  writeStacks(folder, stacks);
  return folder;
}

/** Writes an assembly of one stage, whose stacks are in an assembly within the assembly. */
export function nestedAssemblyOf(stacks: Readonly<Record<string, HandWrittenStack>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  folders.push(folder);
  mkdirSync(join(folder, 'assembly-stage'));
  writeStacks(join(folder, 'assembly-stage'), stacks);
  writeManifest(folder, {
    stage: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-stage' } },
  });
  return folder;
}

function writeStacks(folder: string, stacks: Readonly<Record<string, HandWrittenStack>>): void {
  const artifacts = Object.entries(stacks).map(([name, { resources, accountRegion }]) => {
    const templateFile = `${name}.template.json`;
    writeFileSync(join(folder, templateFile), JSON.stringify({ Resources: resources }));
    const environment = `aws://${accountRegion ?? '111111111111/ap-northeast-1'}`;
    return [name, { type: 'aws:cloudformation:stack', environment, properties: { templateFile } }];
  });
  writeManifest(folder, { Tree: { type: 'cdk:tree' }, ...(Object.fromEntries(artifacts) as object) });
}

function writeManifest(folder: string, artifacts: object): void {
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '48.0.0', artifacts }));
}

/** An action declaration. */
function action(
  name: string,
  category: string,
  provider: string,
  configuration: object,
  runOrder?: number,
): object {
  const type = { Category: category, Owner: 'AWS', Provider: provider, Version: '1' };
  return {
    Name: name,
    ActionTypeId: type,
    Configuration: configuration,
    ...(runOrder && { RunOrder: runOrder }),
  };
}

/** A rule that starts a pipeline. @param arn the pipeline's @param pins the source action whose revision it pins */
export function eventRule(pattern: object, arn: unknown, pins?: string): object {
  const transformer = pins && {
    InputTransformer: {
      InputTemplate: JSON.stringify({ sourceRevisions: [{ actionName: pins, revisionValue: '<r>' }] }),
    },
  };
  return {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: pattern, Targets: [{ Id: 'P', Arn: arn, ...(transformer || {}) }] },
  };
}

/** A push of `storefront:latest`. */
export const IMAGE_PUSH = {
  source: ['aws.ecr'],
  'detail-type': ['ECR Image Action'],
  detail: { 'action-type': ['PUSH'], 'repository-name': ['storefront'], 'image-tag': ['latest'] },
};

/** A whole blue/green pipeline: two sources, an approval, a deployment that rolls back, a record. */
export const STOREFRONT = {
  Pipeline: {
    Type: 'AWS::CodePipeline::Pipeline',
    Properties: {
      Name: 'shop-storefront-prd',
      ExecutionMode: 'QUEUED',
      Stages: [
        {
          Name: 'Source',
          Actions: [
            action('Image', 'Source', 'ECR', { RepositoryName: 'storefront', ImageTag: 'latest' }),
            action('Settings', 'Source', 'S3', {
              S3Bucket: 'storefront-settings',
              S3ObjectKey: 'prd/settings.zip',
            }),
          ],
        },
        {
          Name: 'Approval',
          Actions: [action('Approve', 'Approval', 'Manual', { NotificationArn: 'arn:aws:sns:x:1:people' })],
        },
        {
          Name: 'Deploy',
          OnFailure: { Result: 'ROLLBACK' },
          Actions: [
            action('Record', 'Invoke', 'Lambda', { FunctionName: 'record-release' }, 2),
            action('Deploy', 'Deploy', 'CodeDeployToECS', {
              ApplicationName: { Ref: 'Application' },
              DeploymentGroupName: 'group',
            }),
          ],
        },
      ],
    },
  },
  Application: { Type: 'AWS::CodeDeploy::Application', Properties: { ApplicationName: 'storefront' } },
  Group: {
    Type: 'AWS::CodeDeploy::DeploymentGroup',
    Properties: {
      DeploymentGroupName: 'group',
      DeploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'unhealthy-hosts' }, { Name: 'target-5xx' }] },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
      BlueGreenDeploymentConfiguration: {
        TerminateBlueInstancesOnDeploymentSuccess: { TerminationWaitTimeInMinutes: 30 },
      },
    },
  },
  ImagePush: eventRule(
    IMAGE_PUSH,
    'arn:aws:codepipeline:ap-northeast-1:111111111111:shop-storefront-prd',
    'Image',
  ),
};
