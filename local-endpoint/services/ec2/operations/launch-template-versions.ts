import type {
  CreateLaunchTemplateVersionCommandInput,
  CreateLaunchTemplateVersionCommandOutput,
  DeleteLaunchTemplateVersionsCommandInput,
  DeleteLaunchTemplateVersionsCommandOutput,
  DescribeLaunchTemplateVersionsCommandInput,
  LaunchTemplateErrorCode,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { invalidCombination, invalidValue, missingParameter } from '../errors';
import { filtered, type FilterTable } from '../filters';
import { idempotent } from '../idempotency';
import { mergeData, validateData } from '../launch-templates/data';
import { findTemplate, findVersion } from '../launch-templates/find';
import { describeVersion } from '../launch-templates/model';
import { ec2Page } from '../pages';
import type { Ec2Store, StoredTemplate, StoredVersion } from '../store';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html */
export const createLaunchTemplateVersion =
  (
    store: Ec2Store,
  ): Operation<
    CreateLaunchTemplateVersionCommandInput,
    Pick<CreateLaunchTemplateVersionCommandOutput, 'LaunchTemplateVersion'>
  > =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    return idempotent(state, 'CreateLaunchTemplateVersion', input, async () => {
      const template = findTemplate(state, input);
      const own = validateData(input.LaunchTemplateData);
      const source = input.SourceVersion ? findVersion(template, input.SourceVersion) : undefined;
      const version = {
        number: ++template.lastNumber,
        description: input.VersionDescription,
        createTime: store.context.clock.now(),
        createdBy: context.caller.arn,
        data: source ? mergeData(source.data, own) : own,
      };
      template.versions.set(version.number, version);
      return { LaunchTemplateVersion: describeVersion(template, version) };
    });
  };

/** A version with its template. */
type Owned = readonly [StoredTemplate, StoredVersion];

const FILTERS: FilterTable<Owned> = {
  'create-time': ([, { createTime }]) => createTime,
  'ebs-optimized': ([, { data }]) => data.EbsOptimized,
  'http-endpoint': ([, { data }]) => data.MetadataOptions?.HttpEndpoint,
  'http-tokens': ([, { data }]) => data.MetadataOptions?.HttpTokens,
  'iam-instance-profile': ([, { data }]) => [data.IamInstanceProfile?.Arn, data.IamInstanceProfile?.Name],
  'image-id': ([, { data }]) => data.ImageId,
  'instance-type': ([, { data }]) => data.InstanceType,
  'is-default-version': ([{ defaultVersion }, { number }]) => number === defaultVersion,
  'kernel-id': ([, { data }]) => data.KernelId,
  'ram-disk-id': ([, { data }]) => data.RamDiskId,
};

/**
 * Newest first.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html
 */
export const describeLaunchTemplateVersions =
  (store: Ec2Store): Operation<DescribeLaunchTemplateVersionsCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const { Versions = [], MinVersion, MaxVersion, Filters } = input;
    if (Versions.length > 0 && (MinVersion ?? MaxVersion) !== undefined)
      throw invalidCombination('Versions cannot be specified together with MinVersion or MaxVersion.');
    const named = input.LaunchTemplateId ?? input.LaunchTemplateName;
    if (!named && (Versions.length === 0 || Versions.some((version) => !version.startsWith('$'))))
      throw missingParameter('LaunchTemplateId or LaunchTemplateName');
    const templates = named ? [findTemplate(state, input)] : [...state.templates.values()];
    const wanted = templates.flatMap((template) =>
      selected(template, Versions, MinVersion, MaxVersion).map((version): Owned => [template, version]),
    );
    const matching = filtered(wanted, Filters, FILTERS, ([{ id }]) => id, state);
    const { items, next } = ec2Page(matching, input, [1, 200]);
    const described = items.map(([template, version]) => describeVersion(template, version));
    return { LaunchTemplateVersions: described, NextToken: next };
  };

function selected(
  template: StoredTemplate,
  versions: readonly string[],
  min?: string,
  max?: string,
): StoredVersion[] {
  if (versions.length > 0)
    return [...new Set(versions.map((version) => findVersion(template, version)))].sort(newestFirst);
  const [from, to] = [boundary('MinVersion', min) ?? 1, boundary('MaxVersion', max) ?? Infinity];
  return [...template.versions.values()]
    .filter(({ number }) => number >= from && number <= to)
    .sort(newestFirst);
}

const newestFirst = (one: StoredVersion, other: StoredVersion): number => other.number - one.number;

function boundary(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text))
    throw invalidValue(`Value (${text}) for parameter ${name} is invalid. It must be a number.`);
  return Number(text);
}

const MAX_DELETED_VERSIONS = 200;

/**
 * Deletes what it can, and returns what it cannot with the reason.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html
 */
export const deleteLaunchTemplateVersions =
  (
    store: Ec2Store,
  ): Operation<
    DeleteLaunchTemplateVersionsCommandInput,
    Omit<DeleteLaunchTemplateVersionsCommandOutput, '$metadata'>
  > =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const template = findTemplate(state, input);
    const { Versions = [] } = input;
    if (Versions.length === 0) throw missingParameter('LaunchTemplateVersion');
    if (Versions.length > MAX_DELETED_VERSIONS)
      throw new AwsError(
        'InvalidParameterValue',
        `At most ${MAX_DELETED_VERSIONS} versions can be deleted in one request, got: ${Versions.length}`,
      );
    const { id, name } = template;
    const output = {
      SuccessfullyDeletedLaunchTemplateVersions: [] as object[],
      UnsuccessfullyDeletedLaunchTemplateVersions: [] as object[],
    };
    for (const text of Versions) {
      const entry = { LaunchTemplateId: id, LaunchTemplateName: name, VersionNumber: Number(text) };
      const problem = deletionProblem(template, text);
      if (problem) {
        const [Code, Message] = problem;
        const ResponseError = { Code, Message };
        output.UnsuccessfullyDeletedLaunchTemplateVersions.push({ ...entry, ResponseError });
      } else {
        template.versions.delete(Number(text));
        output.SuccessfullyDeletedLaunchTemplateVersions.push(entry);
      }
    }
    return output;
  };

/** AWS does not document the code for the default version; this is the only one of the documented ones that fits. */
function deletionProblem(
  { id, defaultVersion, versions }: StoredTemplate,
  text: string,
): readonly [LaunchTemplateErrorCode, string] | undefined {
  if (!versions.has(Number(text)))
    return [
      'launchTemplateVersionDoesNotExist',
      `Could not find the specified version ${text} for the launch template with ID ${id}.`,
    ];
  if (Number(text) === defaultVersion)
    return ['unexpectedError', `The default version ${text} of the launch template ${id} cannot be deleted.`];
  return undefined;
}
