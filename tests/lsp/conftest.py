from __future__ import annotations

import sys

import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

ENCODINGS = ("utf-8", "utf-16", "utf-32")


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[sys.executable, "-m", "hegao", "lsp"]),
    params=ENCODINGS,
)
async def client(request, lsp_client: LanguageClient):
    """A session over pipes, once for each position encoding; the client is pushed its diagnostics."""
    capabilities = client_capabilities("visual-studio-code")
    capabilities.general = types.GeneralClientCapabilities(position_encodings=[request.param])
    # This library's client takes on an editor's abilities, and has no answer to what follows from them.
    for method in (types.CLIENT_REGISTER_CAPABILITY, types.CLIENT_UNREGISTER_CAPABILITY):
        lsp_client.feature(method)(lambda params: None)
    params = types.InitializeParams(capabilities=capabilities, process_id=None, root_uri=None)
    result = await lsp_client.initialize_session(params)
    assert result.capabilities.position_encoding == request.param
    lsp_client.encoding = request.param
    yield
    await lsp_client.shutdown_session()
