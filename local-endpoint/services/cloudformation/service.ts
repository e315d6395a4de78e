import type { LocalService } from '../../kit/local-service';
import type { Operation } from '../../kit/operation';
import { deleteChangeSet, listChangeSets, listHookResults } from './operations/change-sets';
import { createChangeSet } from './operations/create-change-set';
import { describeChangeSet } from './operations/describe-change-set';
import { describeStacks, listStacks } from './operations/describe-stacks';
import { describeEvents, describeStackEvents } from './operations/events';
import { executeChangeSet } from './operations/execute-change-set';
import { listExports, listImports } from './operations/exports';
import {
  describeStackResource,
  describeStackResources,
  listStackResources,
} from './operations/stack-resources';
import { createStack, deleteStack, updateStack, updateTerminationProtection } from './operations/stacks';
import { getTemplate, getTemplateSummary, validateTemplate } from './operations/templates';
import { permissions } from './permissions';
import { resources } from './resources';
import { createStackStore } from './store';

/**
 * CloudFormation: makes, changes and deletes the resources of stacks by calling the endpoint's other services as the
 * stack's role. What it cannot do it refuses before it changes anything, naming resource, type and property.
 */
export const cloudFormation: LocalService = {
  name: 'cloudformation',
  otherwise: 'refuse',
  permissions,
  resources,
  create(context) {
    const store = createStackStore(context);
    const operations: Record<string, Operation> = {
      CreateChangeSet: createChangeSet(store),
      CreateStack: createStack(store),
      DeleteChangeSet: deleteChangeSet(store),
      DeleteStack: deleteStack(store),
      DescribeChangeSet: describeChangeSet(store),
      DescribeEvents: describeEvents(store),
      DescribeStackEvents: describeStackEvents(store),
      DescribeStackResource: describeStackResource(store),
      DescribeStackResources: describeStackResources(store),
      DescribeStacks: describeStacks(store),
      ExecuteChangeSet: executeChangeSet(store),
      GetTemplate: getTemplate(store),
      GetTemplateSummary: getTemplateSummary(store),
      ListChangeSets: listChangeSets(store),
      ListExports: listExports(store),
      ListHookResults: listHookResults(),
      ListImports: listImports(store),
      ListStackResources: listStackResources(store),
      ListStacks: listStacks(store),
      UpdateStack: updateStack(store),
      UpdateTerminationProtection: updateTerminationProtection(store),
      ValidateTemplate: validateTemplate(store),
    };
    return { operations };
  },
};
