import { cidr } from './cidr';
import type { Intrinsic } from './intrinsic';
import { and, condition, equals, ifElse, not, or } from './logic';
import { findInMap, getAtt, importValue, ref } from './lookup';
import { contains, eachMemberEquals, eachMemberIn } from './rules';
import { base64, getAZs, join, select, split, sub } from './text';

/**
 * The intrinsic functions by their keys.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export const FUNCTIONS: Readonly<Record<string, Intrinsic>> = {
  Ref: ref,
  Condition: condition,
  'Fn::And': and,
  'Fn::Base64': base64,
  'Fn::Cidr': cidr,
  'Fn::Contains': contains,
  'Fn::EachMemberEquals': eachMemberEquals,
  'Fn::EachMemberIn': eachMemberIn,
  'Fn::Equals': equals,
  'Fn::FindInMap': findInMap,
  'Fn::GetAtt': getAtt,
  'Fn::GetAZs': getAZs,
  'Fn::If': ifElse,
  'Fn::ImportValue': importValue,
  'Fn::Join': join,
  'Fn::Not': not,
  'Fn::Or': or,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Sub': sub,
};
