import type {
  CreateLaunchTemplateVersionRequest,
  CreateLaunchTemplateVersionResult,
  DeleteLaunchTemplateVersionsRequest,
  DeleteLaunchTemplateVersionsResult,
  DescribeLaunchTemplateVersionsRequest,
  DescribeLaunchTemplateVersionsResult,
  LaunchTemplateVersion,
} from '@aws-sdk/client-ec2';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import type { TemplateRecord } from './model';

/**
 * A version that is asked for by its number has to exist.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function describeLaunchTemplateVersions(
  simulated: SimulatedAccount,
  { LaunchTemplateName, LaunchTemplateId, Versions, Filters = [] }: DescribeLaunchTemplateVersionsRequest,
): DescribeLaunchTemplateVersionsResult {
  const isAny = LaunchTemplateName === undefined && LaunchTemplateId === undefined;
  const templates = isAny
    ? Object.entries(simulated.ec2.templates)
    : [find(simulated, LaunchTemplateName, LaunchTemplateId)];
  for (const [, template] of isAny ? [] : templates)
    for (const one of Versions ?? []) refuseUnknown(template, one);
  const images = Filters.find(({ Name }) => Name === 'image-id')?.Values;
  const found = templates.flatMap(([name, template]) =>
    template.versions
      .filter((one) => !Versions || Versions.some((version) => isVersion(template, one, version)))
      .filter(({ LaunchTemplateData }) => images?.includes(LaunchTemplateData?.ImageId ?? '') ?? true)
      .map((one) => ({ ...structuredClone(one), LaunchTemplateName: name, LaunchTemplateId: template.id })),
  );
  return { LaunchTemplateVersions: found };
}

function refuseUnknown({ id, versions }: TemplateRecord, version: string): void {
  if (version.startsWith('$') || versions.some(({ VersionNumber }) => `${VersionNumber}` === version)) return;
  throw new ServiceError(
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find launch template version ${version} of ${id}`,
  );
}

function isVersion({ versions }: TemplateRecord, one: LaunchTemplateVersion, version: string): boolean {
  if (version === '$Default') return one.DefaultVersion === true;
  if (version === '$Latest') return one === versions.at(-1);
  return `${one.VersionNumber}` === version;
}

function find(
  { ec2: { templates } }: SimulatedAccount,
  name?: string,
  id?: string,
): [string, TemplateRecord] {
  const found = Object.entries(templates).find(([key, one]) => key === name || one.id === id);
  if (found) return found;
  throw new ServiceError(
    'InvalidLaunchTemplateName.NotFoundException',
    `The specified launch template, with template name ${name ?? id}, does not exist.`,
  );
}

/**
 * A request with the client token of an earlier one makes no second version.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
 */
export function createLaunchTemplateVersion(
  simulated: SimulatedAccount,
  request: CreateLaunchTemplateVersionRequest,
): CreateLaunchTemplateVersionResult {
  const { LaunchTemplateName, VersionDescription, LaunchTemplateData, ClientToken = '' } = request;
  const [, template] = find(simulated, LaunchTemplateName);
  const known = template.tokens[ClientToken];
  const VersionNumber = known ?? ++template.last;
  if (known === undefined) {
    const data = structuredClone(LaunchTemplateData) as LaunchTemplateVersion['LaunchTemplateData'];
    template.versions.push({
      ...{ VersionNumber, VersionDescription, DefaultVersion: false },
      LaunchTemplateData: data,
    });
    template.tokens[ClientToken] = VersionNumber;
  }
  return { LaunchTemplateVersion: { LaunchTemplateName, VersionNumber, VersionDescription } };
}

/**
 * Deletes what it can. The code for the default version is not documented.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResponseError.html
 */
export function deleteLaunchTemplateVersions(
  simulated: SimulatedAccount,
  { LaunchTemplateName, Versions = [] }: DeleteLaunchTemplateVersionsRequest,
): DeleteLaunchTemplateVersionsResult {
  const [, template] = find(simulated, LaunchTemplateName);
  const kept = Versions.flatMap((version) => {
    const one = template.versions.find(({ VersionNumber }) => `${VersionNumber}` === version);
    if (one && !one.DefaultVersion) return [];
    const Code = one ? ('unexpectedError' as const) : ('launchTemplateVersionDoesNotExist' as const);
    return { LaunchTemplateName, VersionNumber: Number(version), ResponseError: { Code } };
  });
  template.versions = template.versions.filter(
    ({ VersionNumber, DefaultVersion }) => DefaultVersion || !Versions.includes(`${VersionNumber}`),
  );
  return { UnsuccessfullyDeletedLaunchTemplateVersions: kept };
}
