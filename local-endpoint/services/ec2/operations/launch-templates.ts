import type {
  CreateLaunchTemplateCommandInput,
  CreateLaunchTemplateCommandOutput,
  DeleteLaunchTemplateCommandInput,
  DescribeLaunchTemplatesCommandInput,
  ModifyLaunchTemplateCommandInput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { missingParameter } from '../errors';
import { filtered, type FilterTable } from '../filters';
import { idempotent } from '../idempotency';
import { validateData } from '../launch-templates/data';
import { findTemplate, findVersion, templateById, templateByName } from '../launch-templates/find';
import { describeTemplate } from '../launch-templates/model';
import { ec2Page } from '../pages';
import { type Ec2Store, newId, type StoredTemplate } from '../store';
import { addTags, specifiedTags } from '../tags/tags';

type Output = Pick<CreateLaunchTemplateCommandOutput, 'LaunchTemplate'>;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
export const createLaunchTemplate =
  (store: Ec2Store): Operation<CreateLaunchTemplateCommandInput, Output> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    return idempotent(state, 'CreateLaunchTemplate', input, async () => {
      const { LaunchTemplateName: name, VersionDescription, LaunchTemplateData, TagSpecifications } = input;
      if (!name) throw missingParameter('LaunchTemplateName');
      validateName(name);
      const data = validateData(LaunchTemplateData);
      const tags = specifiedTags(TagSpecifications, 'launch-template', ['launch-template']);
      if ([...state.templates.values()].some((template) => template.name === name))
        throw new AwsError(
          'InvalidLaunchTemplateName.AlreadyExistsException',
          'Launch template name already in use.',
        );
      const made = { createTime: store.context.clock.now(), createdBy: context.caller.arn };
      const version = { number: 1, description: VersionDescription, data, ...made };
      const template: StoredTemplate = {
        ...{ id: newId('lt'), name, defaultVersion: 1, lastNumber: 1, ...made },
        versions: new Map([[1, version]]),
      };
      addTags(state, template.id, tags);
      state.templates.set(template.id, template);
      return { LaunchTemplate: describeTemplate(state, template) };
    });
  };

function validateName(name: string): void {
  if (/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name)) return;
  throw new AwsError(
    'InvalidLaunchTemplateName.MalformedException',
    'A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.',
  );
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyLaunchTemplate.html */
export const modifyLaunchTemplate =
  (store: Ec2Store): Operation<ModifyLaunchTemplateCommandInput, Output> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const template = findTemplate(state, input);
    if (!input.DefaultVersion) throw missingParameter('SetDefaultVersion');
    template.defaultVersion = findVersion(template, input.DefaultVersion).number;
    return { LaunchTemplate: describeTemplate(state, template) };
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplate.html */
export const deleteLaunchTemplate =
  (store: Ec2Store): Operation<DeleteLaunchTemplateCommandInput, Output> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const template = findTemplate(state, input);
    const LaunchTemplate = describeTemplate(state, template);
    state.templates.delete(template.id);
    state.tags.delete(template.id);
    return { LaunchTemplate };
  };

const FILTERS: FilterTable<StoredTemplate> = {
  'create-time': ({ createTime }) => createTime,
  'launch-template-name': ({ name }) => name,
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html */
export const describeLaunchTemplates =
  (store: Ec2Store): Operation<DescribeLaunchTemplatesCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const { LaunchTemplateIds: ids = [], LaunchTemplateNames: names = [], Filters } = input;
    const named = [
      ...ids.map((id) => templateById(state, id)),
      ...names.map((name) => templateByName(state, name)),
    ];
    const wanted = ids.length + names.length > 0 ? [...new Set(named)] : [...state.templates.values()];
    const matching = filtered(wanted, Filters, FILTERS, ({ id }) => id, state);
    const { items, next } = ec2Page(matching, input, [1, 200]);
    return { LaunchTemplates: items.map((template) => describeTemplate(state, template)), NextToken: next };
  };
