"""The methods whose root field the emulator does not serve, by the reason."""

from authing.graphql import QUERY
from gql.transport.exceptions import TransportQueryError
from graphql import (
    GraphQLEnumType, GraphQLInputObjectType, GraphQLList, GraphQLNonNull, parse, type_from_ast,
)

# A made-up figure or text tests nothing.
STATISTICS = """
emailDomainTopNList findClientsByIdArray getUserLoginAreaStatisticOfClient loginCount loginHotDotPicData platformUserGrowthTrend
qpsByTime querySMSSendCount recentServiceCall recordRequest registerEveryDayCount registerMethodTopList requestList statistic
todayGeoDistribution userAnalytics userClientList wxQRCodeLog
"""
PRICES = """
AddSystemPricing ContinuePay IncClientFlowNumber ReadOrders ReadSystemPricing ReadUserPricing UpdateSystemPricing order
"""
LOGS = """
getWebhookLogDetail getWebhookLogs queryAuthAuditRecords queryOperationLogs recordAuthAudit
"""
MAIL = """
AddEmailProvider PreviewEmailByType ReadEmailProvider ReadEmailProviderByClientAndName ReadEmailProviderWithClient ReadEmailSentList
ReadEmailSentListByClient ReadEmailTemplateByClientAndType ReadEmailTemplatesByClient ReadEmailTemplatesBySystem
RemoveEmailProvider SaveEmailProviderWithClient SendEmail SendEmailByType UpdateEmailProvider UpdateEmailTemplate
UpdateEmailTemplateWithClient UseDefaultEmailProvider previewEmailTemplate
"""
# It would call another service.
OUTSIDE = """
SendWebhookTest TestLDAPServer TestLDAPUser encryptPassword refreshThirdPartyToken validatePassword
"""
# What the service has of its own, or of other pools.
PLATFORM = """
AddOAuthList ClearAvatarSrc ReadSAMLSPList RemoveOAuthList SetApplicationOAuthEnableOrDisable UpdateApplicationOAuth
UpdateOAuthList addSuperAdminUser checkIsReservedDomain createCustomMFA createInterConnection getCustomMFA
getWebhookSettingOptions interConnections isClientBelongToUser isClientOfUser queryAuthorizedUserPool querySystemOAuthSetting
removeCustomMFA removeSuperAdminUser resetUserPoolFromWechat updateSuperAdminUser userClientTypes usersInGroup
"""
NAMES = " ".join([STATISTICS, PRICES, LOGS, MAIL, OUTSIDE, PLATFORM]).split()


def check(context, report):
    """Expects each method to be rejected because its field is not served."""
    for name in NAMES:
        try:
            result = getattr(context.sdk, name)(arguments(context.schema, QUERY[name]))
        except TransportQueryError as error:
            message = error.errors[0]["message"]
            if isinstance(message, str) and "does not support" in message and name in message:
                report.add("NOT YET", name, message.split()[-2])
            else:
                report.add("FAIL", name, f"is listed as not served, but was answered: {message}")
        else:
            report.add("FAIL", name, f"is listed as not served, but returned {result}")


def arguments(schema, document):
    """Returns a value for each required variable of a document."""
    variables = parse(document).definitions[0].variable_definitions
    types = {each.variable.name.value: type_from_ast(schema, each.type) for each in variables}
    return {name: value(type_) for name, type_ in types.items() if isinstance(type_, GraphQLNonNull)}


def value(type_):
    if isinstance(type_, GraphQLNonNull):
        return value(type_.of_type)
    if isinstance(type_, GraphQLList):
        return [value(type_.of_type)]
    if isinstance(type_, GraphQLInputObjectType):
        return {name: value(field.type) for name, field in type_.fields.items() if isinstance(field.type, GraphQLNonNull)}
    if isinstance(type_, GraphQLEnumType):
        return next(iter(type_.values))
    return {"Int": 1, "Float": 1.0, "Boolean": True}.get(type_.name, "x")
