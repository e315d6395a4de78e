import type { CreateDeploymentGroupCommandInput } from '@aws-sdk/client-codedeploy';
import type { Json, JsonObject } from '../../../kit/resources/json';
import { camelCase } from '../../../kit/resources/camel-case';
import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';
import { listTags, tagChanges, type Tag } from '../../../kit/resources/tags';
import { groupArn } from '../store';

interface DeploymentGroupProperties extends Settings {
  readonly ApplicationName: string;
  readonly DeploymentGroupName?: string;
  readonly Tags?: readonly Tag[];
}

interface Settings {
  readonly AlarmConfiguration?: JsonObject;
  readonly AutoRollbackConfiguration?: JsonObject;
  readonly BlueGreenDeploymentConfiguration?: JsonObject;
  readonly DeploymentConfigName?: string;
  readonly DeploymentStyle?: JsonObject;
  readonly ECSServices?: readonly JsonObject[];
  readonly LoadBalancerInfo?: JsonObject;
  readonly OutdatedInstancesStrategy?: string;
  readonly ServiceRoleArn: string;
  readonly TerminationHookEnabled?: boolean;
  readonly TriggerConfigurations?: readonly JsonObject[];
}

const SETTINGS: Readonly<Record<keyof Settings, 'update'>> = {
  AlarmConfiguration: 'update',
  AutoRollbackConfiguration: 'update',
  BlueGreenDeploymentConfiguration: 'update',
  DeploymentConfigName: 'update',
  DeploymentStyle: 'update',
  ECSServices: 'update',
  LoadBalancerInfo: 'update',
  OutdatedInstancesStrategy: 'update',
  ServiceRoleArn: 'update',
  TerminationHookEnabled: 'update',
  TriggerConfigurations: 'update',
};

const NAMES = Object.keys(SETTINGS) as (keyof Settings)[];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentgroup.html */
export const deploymentGroupResource = provider<DeploymentGroupProperties>({
  properties: { ...SETTINGS, ApplicationName: 'replace', DeploymentGroupName: 'replace', Tags: 'update' },
  name: 'DeploymentGroupName',
  tags: 'list',

  async create(properties, context) {
    const { CodeDeployClient, CreateDeploymentGroupCommand } = await import('@aws-sdk/client-codedeploy');
    const deploymentGroupName = properties.DeploymentGroupName ?? context.generatedName(100);
    const command = new CreateDeploymentGroupCommand({
      ...settingsOf(properties),
      applicationName: properties.ApplicationName,
      deploymentGroupName,
      tags: properties.Tags && listTags(properties.Tags),
    });
    await context.client(CodeDeployClient).send(command);
    return { physicalId: deploymentGroupName };
  },

  async update({ physicalId, properties: before }, after, context) {
    const codedeploy = await import('@aws-sdk/client-codedeploy');
    const client = context.client(codedeploy.CodeDeployClient);
    const { ApplicationName } = after;
    await client.send(
      new codedeploy.UpdateDeploymentGroupCommand({
        ...removedSettings(before, after),
        ...settingsOf(after),
        applicationName: ApplicationName,
        currentDeploymentGroupName: physicalId,
      }),
    );
    const ResourceArn = groupArn(context, ApplicationName, physicalId);
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0)
      await client.send(new codedeploy.UntagResourceCommand({ ResourceArn, TagKeys: removed }));
    if (set.length > 0) await client.send(new codedeploy.TagResourceCommand({ ResourceArn, Tags: set }));
    return { physicalId };
  },

  async delete({ physicalId, properties: { ApplicationName } }, context) {
    const { CodeDeployClient, DeleteDeploymentGroupCommand } = await import('@aws-sdk/client-codedeploy');
    const command = new DeleteDeploymentGroupCommand({
      applicationName: ApplicationName,
      deploymentGroupName: physicalId,
    });
    const deletion = context.client(CodeDeployClient).send(command);
    await ignoring(deletion, 'ApplicationDoesNotExistException', 'DeploymentGroupDoesNotExistException');
  },
});

type Input = Omit<CreateDeploymentGroupCommandInput, 'applicationName' | 'deploymentGroupName' | 'tags'>;

function settingsOf(properties: Settings): Input {
  const present = NAMES.filter((name) => properties[name] !== undefined);
  return camelCase<Input>(
    Object.fromEntries(present.map((name) => [name, numbered(properties[name] as Json)])),
  );
}

/** UpdateDeploymentGroup keeps a setting that it is not given, so those that left the template are turned off. */
function removedSettings(before: Settings, after: Settings): Partial<Input> {
  const gone = (name: keyof Settings): boolean => before[name] !== undefined && after[name] === undefined;
  return {
    ...(gone('AlarmConfiguration') && { alarmConfiguration: { enabled: false, alarms: [] } }),
    ...(gone('AutoRollbackConfiguration') && { autoRollbackConfiguration: { enabled: false, events: [] } }),
    ...(gone('TriggerConfigurations') && { triggerConfigurations: [] }),
  };
}

/** Templates may write numbers as text. */
const numbered = (value: Json): Json =>
  JSON.parse(
    JSON.stringify(value, (key, item: unknown) => (/InMinutes$/.test(key) ? Number(item) : item)),
  ) as Json;
