import type { LaunchTemplate, LaunchTemplateVersion } from '@aws-sdk/client-ec2';
import type { Ec2State, StoredTemplate, StoredVersion } from '../store';
import { tagsOf } from '../tags/tags';

/** The number of the latest version there is. */
export const latestNumber = ({ versions }: StoredTemplate): number => Math.max(...versions.keys());

/** As the API returns it. */
export function describeTemplate(state: Ec2State, template: StoredTemplate): LaunchTemplate {
  const { id, name, createTime, createdBy, defaultVersion } = template;
  return {
    LaunchTemplateId: id,
    LaunchTemplateName: name,
    CreateTime: createTime,
    CreatedBy: createdBy,
    DefaultVersionNumber: defaultVersion,
    LatestVersionNumber: latestNumber(template),
    Tags: tagsOf(state, id),
  };
}

/** As the API returns it. */
export function describeVersion(
  { id, name, defaultVersion }: StoredTemplate,
  { number, description, createTime, createdBy, data }: StoredVersion,
): LaunchTemplateVersion {
  return {
    LaunchTemplateId: id,
    LaunchTemplateName: name,
    VersionNumber: number,
    VersionDescription: description,
    CreateTime: createTime,
    CreatedBy: createdBy,
    DefaultVersion: number === defaultVersion,
    LaunchTemplateData: data,
  };
}
