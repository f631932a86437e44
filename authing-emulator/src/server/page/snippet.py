# pip install authing==0.16.9
import authing
import authing.pub

authing.pub.KeyData = """PUBLIC_KEY"""
options = {"users": "http://HOST/users/graphql", "oauth": "http://HOST/oauth/graphql"}
sdk = authing.Authing("USER_POOL_ID", "SECRET", options)
print(sdk.register("python@testmail.com", "testpassword"))
print(sdk.login(email="python@testmail.com", password="testpassword"))
