import type { ResourceProvider } from '../../../kit/resources/provider';
import { project } from './project';
import { reportGroup } from './report-group';

/** The CloudFormation resource types of CodeBuild. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::CodeBuild::Project': project,
  'AWS::CodeBuild::ReportGroup': reportGroup,
};
