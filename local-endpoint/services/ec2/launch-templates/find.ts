import { AwsError } from '../../../kit/aws-error';
import { invalidCombination, missingParameter } from '../errors';
import type { Ec2State, StoredTemplate, StoredVersion } from '../store';
import { latestNumber } from './model';

/** How requests name a launch template: by id or by name. */
export interface TemplateReference {
  readonly LaunchTemplateId?: string;
  readonly LaunchTemplateName?: string;
}

/**
 * @throws AwsError `InvalidLaunchTemplateId.NotFound`, `InvalidLaunchTemplateName.NotFoundException` and others
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function findTemplate(state: Ec2State, reference: TemplateReference): StoredTemplate {
  const { LaunchTemplateId: id, LaunchTemplateName: name } = reference;
  if (id && name)
    throw invalidCombination('Either the launch template ID or the launch template name can be specified.');
  if (id) return templateById(state, id);
  if (name) return templateByName(state, name);
  throw missingParameter('LaunchTemplateId or LaunchTemplateName');
}

/** @throws AwsError `InvalidLaunchTemplateId.Malformed`, `InvalidLaunchTemplateId.NotFound` */
export function templateById({ templates }: Ec2State, id: string): StoredTemplate {
  if (!/^lt-[0-9a-f]+$/.test(id))
    throw new AwsError('InvalidLaunchTemplateId.Malformed', `Invalid id: "${id}" (expecting "lt-...")`);
  const template = templates.get(id);
  if (template) return template;
  throw new AwsError(
    'InvalidLaunchTemplateId.NotFound',
    `The specified launch template, with template ID ${id}, does not exist.`,
  );
}

/** @throws AwsError `InvalidLaunchTemplateName.NotFoundException` */
export function templateByName({ templates }: Ec2State, name: string): StoredTemplate {
  const template = [...templates.values()].find((candidate) => candidate.name === name);
  if (template) return template;
  throw new AwsError(
    'InvalidLaunchTemplateName.NotFoundException',
    `The specified launch template, with template name ${name}, does not exist.`,
  );
}

/**
 * A version by number, `$Latest` or `$Default`.
 * @param version @default - `$Default`
 * @throws AwsError `InvalidLaunchTemplateId.VersionNotFound`
 */
export function findVersion(template: StoredTemplate, version = '$Default'): StoredVersion {
  const found = template.versions.get(versionNumber(template, version));
  if (found) return found;
  throw new AwsError(
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version ${version} for the launch template with ID ${template.id}.`,
  );
}

function versionNumber(template: StoredTemplate, version: string): number {
  if (version === '$Latest') return latestNumber(template);
  if (version === '$Default') return template.defaultVersion;
  if (/^\d+$/.test(version)) return Number(version);
  throw new AwsError(
    'InvalidLaunchTemplateVersion.Malformed',
    `Launch template version '${version}' is malformed: it must be a number, $Latest or $Default.`,
  );
}
